// Starts the page.

import { startComposer } from "./writing/composer.js";
import { startHints } from "./writing/hints.js";
import { startHistory } from "./messages/history.js";
import { startPopup } from "./writing/popup.js";
import { startSidebar } from "./messages/sidebar.js";
import { listen } from "./core/stream.js";
import { startTheme } from "./core/theme.js";

startTheme();
startSidebar();
startHistory();
startHints();
startComposer();
startPopup();
listen();
