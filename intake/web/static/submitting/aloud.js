// Reads the page's own words aloud where the browser can, and opens the print dialogue.
const aloud = document.getElementById("aloud");
const print = document.getElementById("print");

if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

if (aloud && "speechSynthesis" in window) {
  const start = aloud.textContent;
  const stop = document.documentElement.lang === "en" ? "Stop" : "停";
  const rest = () => { aloud.textContent = start; };
  aloud.hidden = false;
  aloud.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      rest();
      return;
    }
    const words = [...document.querySelectorAll("[data-aloud]")].map((part) => part.innerText).join("\n");
    const speech = new SpeechSynthesisUtterance(words || document.getElementById("main").innerText);
    speech.lang = document.documentElement.lang === "en" ? "en" : "zh-CN";
    speech.rate = 0.85;
    speech.addEventListener("end", rest);
    speech.addEventListener("error", rest);
    aloud.textContent = stop;
    speechSynthesis.speak(speech);
  });
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}
