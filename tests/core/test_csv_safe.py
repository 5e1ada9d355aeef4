from core.csv_safe import rows_to_csv


def test_cells_that_a_spreadsheet_would_run_are_opened_with_an_apostrophe():
    rows = [["=1+1", "+1", "-1", "@x", "\tx", "\rx", "a=1", 5, None]]
    assert rows_to_csv(list("abcdefghi"), rows).splitlines()[1].startswith("'=1+1,'+1,'-1,'@x,'\tx,")


def test_numbers_and_gaps_stay():
    assert rows_to_csv(["n", "x"], [[-5, None]]) == "\ufeffn,x\r\n-5,\r\n"
