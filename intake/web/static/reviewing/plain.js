// Pages of fields and buttons (proposing, confirming, blind reading): nothing there is done by one key alone.
import { keysDialog, listen, press } from "./keys.js";

listen({ q: press("[data-queue]"), "?": keysDialog() });
