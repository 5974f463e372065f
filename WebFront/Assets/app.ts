import { startDrafts } from "./ts/draft";
import { startFinding } from "./ts/find";
import { startForms } from "./ts/forms";
import { startLive } from "./ts/live";
import { startMenus } from "./ts/menus";
import { startSession } from "./ts/session";
import { startThreads } from "./ts/thread";
import { startTyping } from "./ts/typing";
import { startUploads } from "./ts/upload";

startForms();
startFinding();
startMenus();
startDrafts();
startUploads();
startThreads();
startSession();
startTyping(startLive());
