// What axe does not see: each function gives the faults of the page on the screen, in words.
(async () => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  // What stands in a closed <details> has a place, and is not seen.
  const shown = (e) => e.getClientRects().length > 0 && e.checkVisibility();
  const byIds = (ids) => plain((ids ?? "").split(" ").map((id) => document.getElementById(id)?.textContent).join(" "));
  const CONTROLS = "input:not([type=hidden]), button, select, textarea";
  const name = (e) =>
    byIds(e.getAttribute("aria-labelledby")) || plain(e.ariaLabel) || plain([...(e.labels ?? [])].map((l) => l.textContent).join(" "))
    || (e.matches("input, select, textarea") ? "" : plain(e.textContent));
  const told = (e) => `<${e.tagName.toLowerCase()}> ${name(e) || plain(e.textContent).slice(0, 40) || e.name || e.id}`;
  const box = (e) => e.getBoundingClientRect();
  // Read aloud, not seen.
  const away = (e) => { for (; e; e = e.parentElement) if (e.matches(".skip") || getComputedStyle(e).clipPath.includes("inset")) return true; };
  const texts = () => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode, e = text.parentElement;
      if (plain(text.data) && shown(e) && !away(e)) found.push([text, e]);
    }
    return found;
  };
  const twice = (list) => [...new Set(list.filter((each, at) => each && list.indexOf(each) !== at))];
  const refused = document.getElementById("problemes");
  // Not `innerWidth`: it grows with a page that is too wide for a phone.
  const width = document.documentElement.clientWidth;

  const checks = {
    language: () => (document.documentElement.lang === "fr" ? [] : ["the page does not say that it is in French"]),

    title: () => {
      const parts = document.title.split(" – ");
      const faults = parts.length < 2 || parts.some((part) => !part.trim()) ? ["not page – town: " + document.title] : [];
      if (Boolean(refused) !== document.title.startsWith("Erreur : ")) faults.push("Erreur: " + document.title);
      return faults;
    },

    headings: () => {
      const levels = all("h1, h2, h3, h4, h5, h6").map((e) => Number(e.tagName[1]));
      const faults = levels.filter((level) => level === 1).length === 1 ? [] : ["not one h1"];
      levels.forEach((level, at) => level > (levels[at - 1] ?? 0) + 1 && faults.push("level skipped before h" + level));
      return faults;
    },

    skip_link: () => {
      const first = document.querySelector("a[href], button, input:not([type=hidden]), [tabindex='0']");
      const target = first?.getAttribute("href")?.startsWith("#") && document.querySelector(first.getAttribute("href"));
      return target?.tagName === "MAIN" ? [] : ["the first link does not lead to the content"];
    },

    landmarks: () =>
      ["header", "nav", "main", "footer"].filter((each) => all(each).length !== 1).map((each) => `not one ${each}`),

    names: () => {
      const controls = all(CONTROLS).filter(shown);
      const links = all("a[href]").map((e) => [name(e), e.href]);
      return [
        ...controls.filter((e) => !name(e)).map((e) => "no name: " + (e.name || e.outerHTML.slice(0, 80))),
        ...twice(controls.map(name)).map((each) => "two controls: " + each),
        ...links.filter(([text, to]) => !text || links.some((l) => l[0] === text && l[1] !== to)).map(([text]) => "two links: " + text),
      ];
    },

    boxes: () => all("#grille td input[type=checkbox]").flatMap((e) => {
      const cell = e.closest("td"), table = e.closest("table"), row = cell.parentElement;
      const at = [...row.children].indexOf(cell);
      const [, day, month] = /(\d+)\/(\d+)/.exec(table.tHead.rows[0].cells[at].textContent);
      const date = new Intl.DateTimeFormat("fr", { month: "long" }).format(new Date(2026, month - 1, 15));
      const child = plain(e.closest("section").querySelector("h3").firstChild.textContent);
      const parts = [plain(row.cells[0].textContent), child, ` ${day.replace(/^1$/, "1er")} ${date}`];
      return parts.filter((part) => !name(e).includes(part)).map((part) => `${name(e)} does not say ${part}`);
    }),

    tables: () => all("table").flatMap((table) => {
      const faults = [];
      if (!plain(table.caption?.textContent) && !byIds(table.getAttribute("aria-labelledby"))) faults.push("a table without a name");
      for (const cell of table.tHead?.rows[0].cells ?? []) if (cell.scope !== "col") faults.push("no header: " + plain(cell.textContent));
      for (const row of all("tbody tr, tfoot tr", table))
        if (row.cells[0].scope !== "row") faults.push("no header of its row: " + plain(row.cells[0].textContent));
      // A table laid out as blocks is a table no more, unless it says so.
      const roles = { table: "table", TR: "row", TD: "cell", TH: /columnheader|rowheader/ };
      if (getComputedStyle(table).display !== "table") {
        const parts = [[table, roles.table], ...all("tr, td, th", table).map((e) => [e, roles[e.tagName]])];
        for (const [e, role] of parts) if (!(e.getAttribute("role") ?? "").match(role)) faults.push("no role: " + told(e));
      }
      return faults;
    }),

    status: () => {
      const live = all("[role=status], output").filter((e) => /Total de la période/.test(e.textContent));
      return all("#grille td input[type=checkbox]").length && live.length !== 1 ? ["the totals are announced by " + live.length] : [];
    },

    locked: () => all("td.d").filter((cell) => cell.closest("tbody")).flatMap((cell) => {
      const input = cell.querySelector("input");
      return (!input || input.disabled) && !plain(cell.textContent)
        ? ["nothing says why: " + (input ? name(input) : plain(cell.parentElement.cells[0].textContent))] : [];
    }),

    targets: () => {
      const least = matchMedia("(pointer: coarse)").matches ? 44 : 24;
      // A link inside of a sentence is as tall as the sentence.
      const inline = (e) => e.matches("a") && getComputedStyle(e).display === "inline" && plain(e.parentElement.textContent) !== plain(e.textContent);
      const small = (e) => box(e).width < least || box(e).height < least;
      const targets = all("a[href], button, summary, input:not([type=hidden]):not([disabled])").filter((e) => shown(e) && !e.matches(".skip"));
      return targets.filter((e) => !inline(e) && small(e)).map((e) => `${told(e)} ${box(e).width} x ${box(e).height}`);
    },

    reflow: () => (document.documentElement.scrollWidth > width ? [document.documentElement.scrollWidth + " px wide"] : []),

    spacing: async () => {
      const sheet = document.styleSheets[0];
      const rule = sheet.insertRule("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }", sheet.cssRules.length);
      const after = sheet.insertRule("p { margin-bottom: 2em !important }", sheet.cssRules.length);
      const cut = (e) => /hidden|clip/.test(getComputedStyle(e).overflow) && !e.matches("input") && !away(e);
      const clipped = all("body *").filter((e) => cut(e) && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1));
      // Text that runs out of its cell, or of the screen, is under something else.
      const out = texts().filter(([text, e]) => {
        const range = document.createRange();
        range.selectNodeContents(text);
        const own = e.closest("th, td, button, a")?.getBoundingClientRect();
        return [...range.getClientRects()].some((r) => r.left < -1 || r.right > width + 1 || (own && r.right > own.right + 1));
      });
      sheet.deleteRule(after);
      sheet.deleteRule(rule);
      return [...clipped.map((e) => "clipped: " + told(e)), ...out.map(([text]) => "runs out: " + plain(text.data))];
    },

    handlers: () => [
      ...all("*").filter((e) => [...e.attributes].some((a) => a.name.startsWith("on"))).map((e) => "a handler on " + told(e)),
      ...all("[role=button], [role=link], [role=checkbox], [tabindex='0']").map((e) => "acts as a control: " + told(e)),
    ],

    // The town's side writes down other people: a browser must not offer the agent's own name there. A subject is nobody's.
    autocomplete: () => all("input[type=email], input[type=password], input[type=tel], input[type=text]")
      .filter((e) => !(/^\/(mairie|famille|enfants|contact)/.test(location.pathname) && e.autocomplete === "off"))
      .filter((e) => !/^(username|email|current-password|new-password|one-time-code|((home|mobile|work) )?tel|name|given-name|family-name|address-line1|postal-code|address-level2|organization|organization-title)$/.test(e.autocomplete)).map(told),

    paste: () => all("input[type=password]")
      .filter((e) => !e.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true }))).map(told),

    refused: () => {
      if (!refused) return document.title.startsWith("Erreur") ? ["no summary"] : [];
      const faults = [], links = all("a", refused), form = document.querySelector("main form");
      if (plain(refused.querySelector("h2")?.textContent) !== "Il y a un problème") faults.push("the summary has not its heading");
      if (!(refused.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING)) faults.push("the summary is not first");
      if (document.activeElement !== refused) faults.push("the focus is not on the summary");
      if (!links.length || links.length !== all("li", refused).length) faults.push("not linked");
      for (const link of links) {
        const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
        if (!field) faults.push("leads nowhere: " + plain(link.textContent));
        // An example may follow them.
        else if (field.matches("input") && !byIds(field.getAttribute("aria-describedby")).startsWith(plain(link.textContent))) faults.push("other words beside the field: " + plain(link.textContent));
        else if (!field.matches("input") && !plain(field.textContent) && !byIds(field.getAttribute("aria-describedby")).includes(plain(link.textContent))) faults.push("nothing beside the field: " + plain(link.textContent));
      }
      return faults;
    },

    ids: () => twice(all("[id]").map((e) => e.id)).map((id) => "twice: " + id),

    declaration: () => (document.querySelector("footer a[href='/accessibilite']") ? [] : ["no link to the declaration"]),

    links: () => all("a[href]").filter((e) => /^(|ici|cliquez ici|voir|plus|détails?|en savoir plus|lire la suite)$/i.test(name(e))).map(told),
  };

  const faults = [];
  for (const [check, find] of Object.entries(checks)) for (const fault of await find()) faults.push(`${check}: ${fault}`);
  return faults;
})()
