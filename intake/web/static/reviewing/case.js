// One claim: its flags by keyboard, and d for a proposal.
import { flagKeys } from "./flags.js";
import { press } from "./keys.js";

flagKeys(() => {}, { d: press("[data-decide]") });
