// Tells before the session ends for want of use, and lets it go on. `data-fin`: seconds that it holds after a
// request. Tabs share the instant of the last one. Without it, the server still asks to sign in again and
// comes back to the same page.
if (document.body.dataset.fin) {
  const WARNING = 5 * 60e3, KEY = "preau-session";
  let last, timer, banner, shown;

  const used = () => {
    last = Date.now();
    // A browser may refuse to store: then each tab counts for itself.
    try { localStorage.setItem(KEY, last); } catch {}
    look();
  };

  const stored = () => {
    try { return Number(localStorage.getItem(KEY)); } catch { return 0; }
  };

  // One banner, at the top of the screen wherever the page is scrolled to.
  const say = (state, words, control) => {
    if (shown === state) return;
    shown = state;
    if (!banner) {
      banner = document.createElement("div");
      banner.className = "session";
      banner.setAttribute("role", "alert");
      document.getElementById("contenu").prepend(banner);
    }
    const held = banner.contains(document.activeElement);
    const said = words && Object.assign(document.createElement("p"), { textContent: words });
    banner.replaceChildren(...[said, control].filter(Boolean));
    banner.hidden = !words;
    if (held) document.getElementById("contenu").focus({ preventScroll: true });
  };

  const button = (words, press) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "main", textContent: words });
    made.addEventListener("click", press);
    return made;
  };

  const stay = async () => {
    try {
      const answer = await fetch("/session", { method: "POST", redirect: "manual" });
      if (answer.status === 204) {
        used();
        say("kept", "C’est noté\u00a0: vous restez connecté.");
        setTimeout(() => shown === "kept" && say(), 10e3);
      } else if (answer.status < 500) over();
      else throw 0;
    } catch {
      say("offline", "Le réseau ne répond pas. Réessayez dans un instant.", button("Rester connecté", stay));
    }
  };

  // Ticks that are not saved are in the form of the grid: it takes them to the sign-in page and back.
  const over = () => {
    const grid = document.forms.grille, words = "Votre session est terminée.";
    if (grid) {
      const refresh = grid.querySelector("[type=submit][formaction]");
      say("over", words + " Vos cases restent cochées.", button("Se connecter de nouveau", () => grid.requestSubmit(refresh)));
    } else {
      const link = document.createElement("a");
      link.className = "main";
      link.textContent = "Se connecter de nouveau";
      link.href = "/connexion?retour=" + encodeURIComponent(location.pathname + location.search);
      say("over", words, link);
    }
  };

  const look = () => {
    clearTimeout(timer);
    last = Math.max(last, stored());
    const left = last + document.body.dataset.fin * 1e3 - Date.now();
    if (left <= 0) return over();
    if (left <= WARNING) {
      if (shown !== "offline") say("soon", "Votre session se termine dans 5 minutes.", button("Rester connecté", stay));
    } else if (shown !== "kept") say();
    // A machine that sleeps wakes up late: it looks again soon.
    timer = setTimeout(look, Math.min(left <= WARNING ? left : left - WARNING, 30e3));
  };

  addEventListener("htmx:after:request", (event) => {
    const status = event.detail.ctx.response?.status;
    if (status !== 401 && status < 500) used();
  });
  addEventListener("storage", look);
  addEventListener("visibilitychange", look);
  used();
}
