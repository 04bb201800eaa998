import htmx from "htmx.org/dist/htmx.esm.js";
import { followCatalogue } from "./catalogue";
import { suggestValues } from "./suggest";
import { deletePosted } from "./draft";
import { showFavourites } from "./favourites";
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
// Going back requests the page again: a cached one could be another user's, or stale.
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;

followCatalogue();
suggestValues();
switchThemes();
dismissToasts();
showGalleries();
offerSharing();
showFavourites();
deletePosted();
writeAdverts();
bringGuest();
