// Comfort only: every page works without this file.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "./govuk-frontend.min.js";
import { keepWords } from "./keep.js";
import { showPresence } from "./presence.js";
import { tellOfNewComments } from "./refresh.js";
import { commentOnSelection } from "./comment.js";
import { usePasskeys } from "./passkey.js";
import { warnBeforeLeaving } from "./unsaved.js";

for (const component of [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
])
  createAll(component);

keepWords();
showPresence();
warnBeforeLeaving();
commentOnSelection();
tellOfNewComments();
usePasskeys();
