// Starts the page.

import { startComposer } from "./composer.js";
import { startHints } from "./hints.js";
import { startHistory } from "./history.js";
import { startPopup } from "./popup.js";
import { startSidebar } from "./sidebar.js";
import { listen } from "./stream.js";
import { startTheme } from "./theme.js";

startTheme();
startSidebar();
startHistory();
startHints();
startComposer();
startPopup();
listen();
