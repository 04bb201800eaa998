import htmx from "htmx.org/dist/htmx.esm.js";
import { followCatalogue } from "./catalogue";
import { suggestValues } from "./suggest";
import { forgetPosted } from "./draft";
import { keepFavourites } from "./favourites";
import { showGalleries } from "./gallery";
import { writeAdverts } from "./post";
import { offerSharing } from "./share";
import { switchThemes } from "./theme";
import { dismissToasts } from "./toasts";
import { bringGuest } from "./guest";

// Nothing may be evaluated or styled inline: the pages' Content-Security-Policy forbids both.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
// Going back asks the server anew: what is kept could be someone else's, or be old.
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;

followCatalogue();
suggestValues();
switchThemes();
dismissToasts();
showGalleries();
offerSharing();
keepFavourites();
forgetPosted();
writeAdverts();
bringGuest();
