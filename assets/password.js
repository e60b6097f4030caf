// The page of a new password: rules that tick off as one types, and a password made from a sentence. All the
// words are the page's; nothing that is typed leaves the browser but by a form's button.
{
  // As `strength.rs` judges them again.
  const RULES = {
    longueur: (password) => [...password].length >= 8,
    minuscule: (password) => /\p{Lowercase}/u.test(password),
    majuscule: (password) => /\p{Uppercase}/u.test(password),
    chiffre: (password) => /[0-9]/.test(password),
    special: (password) => /[^\p{Alphabetic}\p{N}]/u.test(password),
    identiques: (password, again) => password !== "" && password === again,
  };
  const the = (id) => document.getElementById(id);
  const rules = [...document.querySelectorAll("#regles li")].map((line) => [line, line.dataset]);

  // Says what is lacking once the fingers rest: a voice at each key would be noise.
  const waiting = {};
  const say = (state, words) => {
    clearTimeout(waiting[state.id]);
    waiting[state.id] = setTimeout(() => (state.textContent = words), 700);
  };
  const lacking = (state, names) =>
    names.length ? state.dataset.manque + names.join(", ") + "." : state.dataset.bon;

  const typed = () => {
    const [password, again] = [the("mot-de-passe").value, the("confirmation").value];
    const names = [];
    for (const [line, rule] of rules) {
      const met = RULES[rule.regle](password, again);
      line.className = met ? "oui" : "non";
      line.querySelector("span").textContent = the("regles").dataset[line.className];
      if (!met) names.push(rule.court);
    }
    say(the("etat-saisi"), lacking(the("etat-saisi"), names));
  };

  const show = ({ target }) => {
    const [words, hidden] = [target.textContent, the("mot-de-passe").type === "password"];
    for (const id of ["mot-de-passe", "confirmation"]) the(id).type = hidden ? "text" : "password";
    target.textContent = target.dataset.autre;
    target.dataset.autre = words;
  };

  // Numbers in words, of which these multiply what stands before them: "trois cents" is 300.
  const NUMBERS = Object.fromEntries(
    ("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize").split(" ")
      .map((word, value) => [word, BigInt(value)]));
  Object.assign(NUMBERS, { une: 1n, trente: 30n, quarante: 40n, cinquante: 50n, soixante: 60n });
  const TIMES = { vingt: 20n, cent: 100n, mille: 1000n, millier: 1000n, million: 10n ** 6n, milliard: 10n ** 9n };
  for (const word in TIMES) TIMES[word + "s"] = NUMBERS[word] = NUMBERS[word + "s"] = TIMES[word];

  // "quatre vingt sept": the largest multiplier splits, what is before multiplies, what is after adds.
  const value = (run) => {
    const largest = run.reduce((most, word) => (TIMES[word] > (TIMES[most] ?? 0n) ? word : most), "");
    const at = run.indexOf(largest);
    if (at < 0) return run.reduce((sum, word) => sum + NUMBERS[word], 0n);
    return (at ? value(run.slice(0, at)) : 1n) * TIMES[largest] + value(run.slice(at + 1));
  };

  // The method of the CNIL (Phrase2passe), second step: numbers in words become digits.
  const digits = (sentence) => {
    let words = sentence.replaceAll("’", "'").replace(/[,'-]/g, " $& ").split(/\s+/).filter(Boolean);
    const number = (word) => Object.hasOwn(NUMBERS, word ?? "") || /^[0-9]+$/.test(word);
    words = words.filter((word, at) => !(/^(-|et|&)$/.test(word) && number(words[at - 1]) && number(words[at + 1])));
    const out = [];
    let run = [];
    for (const word of [...words, ""]) {
      if (Object.hasOwn(NUMBERS, word)) {
        run.push(word);
        continue;
      }
      if (run.length) out.push(String(value(run)));
      run = [];
      out.push(word);
    }
    return out.join(" ");
  };

  // Third step: the first character of each word; digits and signs stand alone.
  const pieces = (sentence) =>
    digits(sentence).replace(/[0-9.,;'"\-<>!@&%$*?_~()/+[\]{}:|°=€]/g, " $& ").split(/\s+/).filter(Boolean);

  const made = () => {
    const parts = pieces(the("phrase").value).map((piece) => [...piece]);
    const password = parts.map(([first]) => first).join("");
    the("resultat").value = password;
    // What is kept stands out, by more than a colour.
    the("lettres").replaceChildren(...parts.flatMap(([first, ...rest]) => {
      const kept = document.createElement("b");
      kept.textContent = first;
      return [kept, rest.join("") + " "];
    }));
    judged(password);
  };
  const judged = (password) => {
    const names = rules.filter(([, rule]) => rule.regle !== "identiques" && !RULES[rule.regle](password));
    say(the("etat-phrase"), lacking(the("etat-phrase"), names.map(([, rule]) => rule.court)));
  };

  if (the("saisi")) {
    for (const [line] of rules) line.append(document.createElement("span"));
    for (const [line] of rules) line.lastChild.className = "away";
    the("saisi").addEventListener("input", typed);
    the("afficher").hidden = false;
    the("afficher").addEventListener("click", show);
    the("avec-phrase").hidden = false;
    the("phrase").addEventListener("input", made);
    the("resultat").addEventListener("input", ({ target }) => judged(target.value));
    // A browser may bring back what was typed before.
    if (the("mot-de-passe").value) typed();
    if (the("phrase").value) made();
  }
}
