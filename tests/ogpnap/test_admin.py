"""The admin site is entered through the same sign-in, with its second step, as everything else."""


def test_a_visitor_is_sent_to_the_common_sign_in(client, db):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"


def test_a_member_is_refused_and_an_operator_gets_in(client_for):
    assert client_for("member").get("/admin/", follow=True).status_code == 403
    assert client_for("admin").get("/admin/").status_code == 200
