// Looks for passages that hold every word asked for, else for those that hold most of them.
// Accents and capitals make no difference.
(() => {
  const pages = JSON.parse(document.getElementById("pages").textContent);
  const field = document.getElementById("words");
  const count = document.getElementById("count");
  const list = document.getElementById("found");
  const MOST = 60, AROUND = 90;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const parts = pages.flatMap(([file, title, passages]) => passages.map(([anchor, heading, text]) =>
    ({ file, title, anchor, heading, text, plain: fold(text), head: fold(heading) })));

  // Where the folded text begins in the text itself: folding may shorten it.
  function snippet(part, word) {
    const at = Math.max(0, part.plain.indexOf(word));
    const from = Math.max(0, at - AROUND), to = at + word.length + AROUND;
    return (from ? "… " : "") + part.text.slice(from, to) + (to < part.text.length ? " …" : "");
  }
  // Where a word begins and ends, each time it stands in a text; the word is text, whatever it holds.
  function places(text, word) {
    const found = [];
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) found.push([at, at + word.length]);
    return found;
  }
  function marked(text, words) {
    const holder = document.createElement("span");
    const plain = fold(text);
    let done = 0;
    if (plain.length === text.length) {
      const hits = words.flatMap((w) => places(plain, w)).sort((a, b) => a[0] - b[0]);
      for (const [from, to] of hits) {
        if (from < done) continue;
        holder.append(text.slice(done, from));
        const mark = document.createElement("mark");
        mark.textContent = text.slice(from, to);
        holder.append(mark);
        done = to;
      }
    }
    holder.append(text.slice(done));
    return holder;
  }
  function look() {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    if (!words.length) { count.textContent = ""; return; }
    const counted = parts.map((part) => {
      const there = words.filter((w) => part.plain.includes(w));
      const inHead = words.filter((w) => part.head.includes(w));
      return { part, words: there.length, score: there.length * 10 + inHead.length };
    }).filter((hit) => hit.words).sort((a, b) => b.score - a.score);
    const whole = counted.filter((hit) => hit.words === words.length);
    const hits = whole.length ? whole : counted;
    const said = count.dataset;
    const begin = hits.length && !whole.length ? said.notall + " " : "";
    count.textContent = begin + (!hits.length ? said.none : hits.length > MOST ? said.many : said.some)
      .replace("{n}", hits.length).replace("{most}", MOST);
    for (const { part } of hits.slice(0, MOST)) {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = part.file + (part.anchor ? "#" + part.anchor : "");
      link.textContent = part.heading && part.heading !== part.title ? `${part.title}: ${part.heading}` : part.title;
      const text = document.createElement("p");
      text.append(marked(snippet(part, words.find((w) => part.plain.includes(w)) || words[0]), words));
      item.append(link, text);
      list.append(item);
    }
  }
  field.form.addEventListener("submit", (event) => { event.preventDefault(); look(); });
  field.addEventListener("input", look);
  document.getElementById("search").hidden = false;
  field.value = new URLSearchParams(location.search).get("q") || "";
  look();
})();
