// One claim: its flags by keyboard, and d for a proposal.
import { flagKeys } from "./flags.js";

flagKeys(() => {}, { d: () => { const link = document.querySelector("[data-decide]"); if (link) link.click(); return Boolean(link); } });
