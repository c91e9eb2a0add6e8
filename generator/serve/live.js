// Keeps a page up to date while its site is written, and shows the problems of the site. cxgen serve puts this into each page; no
// built page has it. The page's own policy allows it: a script and a connection of the same origin, styles made by script.
(() => {
const me = document.currentScript
let sum = me.dataset.sum // of the page in this window
let parsed               // the page as it was served, before scripts and the reader changed it

// Being told. A window that is not seen lets go of the connection, since browsers hold no more than six; when it is seen again,
// it is told all that it has to know.
let stream
const listen = () => {
  if (document.hidden) {
    stream?.close()
    stream = null
  } else if (!stream) {
    stream = new EventSource("/.cxgen/events?page=" + encodeURIComponent(location.pathname))
    stream.onmessage = message => heed(JSON.parse(message.data))
  }
}
let work = Promise.resolve()
const heed = told => {
  if (told.lead && new URL(told.lead, location).pathname !== location.pathname) return location.assign(told.lead)
  work = work.then(() => told.sum && told.sum !== sum ? update() : null).catch(reload)
  if (told.other?.some(shows)) work = work.then(reload)
  if (told.problems) overlay(told.problems)
}

// A picture or another file that this page loaded under the same address is loaded anew with the page.
const shows = path => performance.getEntriesByType("resource").some(r => new URL(r.name).pathname === path)

// The page anew. What the edit did not touch stays as it is, with all that the reader did to it: where it is scrolled to, what is
// open, what was typed. Scripts cannot be taken back, so a page whose scripts changed is loaded again.
const fetched = async () => {
  const text = await (await fetch(location.href, { cache: "no-store" })).text()
  const page = new DOMParser().parseFromString(text.replace(/<style[^>]*>([^]*?)<\/style>/g, standIn), "text/html")
  const own = [...page.querySelectorAll("script[data-sum]")].pop()
  if (!own) throw new Error("not a page")
  page.sum = own.dataset.sum
  own.remove()
  return page
}
// This page's policy does not know the style of another one, and would complain while it is parsed. So a link stands in for it.
const standIn = (_, style) => `<link data-cxgen-style="${style.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">`
const styleOf = node => node.dataset?.cxgenStyle
const scripts = page => [...page.scripts].filter(s => s.type !== "application/ld+json").map(s => s.outerHTML).join()
const update = async () => {
  const page = await fetched().catch(() => null)
  if (!page) return // the server is gone; when it is back, it tells again
  const was = await parsed
  if (was?.sum !== sum || scripts(was) !== scripts(page)) return reload()
  patch(document.documentElement, was.documentElement, page.documentElement)
  dress()
  parsed = page
  sum = page.sum
  document.dispatchEvent(new Event("cxgen:changed"))
}

// patch makes of a node that was served as was one that is as if it were served as next.
const patch = (node, was, next) => {
  if (was.isEqualNode(next) || was.localName === "noscript" || was.localName === "meta" && was.httpEquiv) return
  if (node.nodeType !== Node.ELEMENT_NODE) return void (node.data = next.data)
  if (styleOf(next) !== undefined) return restyle(node, styleOf(next))
  if (node.localName === "template") return node.replaceWith(taken(next))
  for (const { name, value } of [...next.attributes]) if (was.getAttribute(name) !== value) node.setAttribute(name, value)
  for (const { name } of [...was.attributes]) if (!next.hasAttribute(name)) node.removeAttribute(name)
  const old = [...was.childNodes], now = [...next.childNodes], nodes = living(node, old)
  let i = 0, j = 0, last = null
  for (const [to, at] of [...common(old, now), [old.length, now.length]]) {
    for (; i < to && j < at; i++, j++) {
      if (alike(old[i], now[j])) {
        patch(nodes[i], old[i], now[j])
        last = nodes[i]
      } else {
        last = taken(now[j])
        nodes[i].replaceWith(last)
      }
    }
    for (; i < to; i++) nodes[i].remove()
    for (; j < at; j++) {
      const more = taken(now[j])
      last ? last.after(more) : node.prepend(more)
      last = more
    }
    last = nodes[i++]
    j++
  }
}
const taken = next => {
  const node = document.importNode(next, true)
  for (const e of [node, ...(node.querySelectorAll?.("[data-cxgen-style]") ?? [])]) if (styleOf(e) !== undefined) restyle(e, styleOf(e))
  return node
}
const key = n => n.localName === "style" || styleOf(n) !== undefined ? "style" : [n.nodeName, n.id, n.type, n.rel, n.name, n.getAttribute?.("property")].join()
const alike = (a, b) => key(a) === key(b)
// common finds the children that two lists have in common, as many as can be in one order: pairs of their places.
const common = (old, now) => {
  const a = old.map(n => n.outerHTML ?? n.data), b = now.map(n => n.outerHTML ?? n.data), pairs = []
  let start = 0, end = a.length, stop = b.length
  while (start < end && start < stop && a[start] === b[start]) pairs.push([start, start++])
  const tail = []
  while (end > start && stop > start && a[end - 1] === b[stop - 1]) tail.unshift([--end, --stop])
  if ((end - start) * (stop - start) > 4e6) return pairs.concat(tail)
  const most = Array.from({ length: end - start + 1 }, () => new Uint16Array(stop - start + 1))
  for (let i = end - start - 1; i >= 0; i--) {
    for (let j = stop - start - 1; j >= 0; j--) {
      most[i][j] = a[start + i] === b[start + j] ? most[i + 1][j + 1] + 1 : Math.max(most[i + 1][j], most[i][j + 1])
    }
  }
  for (let i = 0, j = 0; i < end - start && j < stop - start;) {
    if (a[start + i] === b[start + j]) pairs.push([start + i++, start + j++])
    else if (most[i + 1][j] >= most[i][j + 1]) i++
    else j++
  }
  return pairs.concat(tail)
}
// living finds the children in the window of those that were served. Between them may stand what scripts put there.
const living = (node, served) => {
  const all = [...node.childNodes]
  return served.map(child => {
    while (all.length && !alike(all[0], child)) all.shift()
    if (!all.length) throw new Error("a script took something away")
    return all.shift()
  })
}
// A style is swapped by a sheet that a script made: the policy knows the sum of the page's first style only.
const sheets = new Map
const restyle = (element, text) => {
  if (!sheets.has(element)) sheets.set(element, new CSSStyleSheet)
  sheets.get(element).replaceSync(text)
  if (element.sheet) element.sheet.disabled = true
}
const dress = () => {
  for (const element of sheets.keys()) if (!element.isConnected) sheets.delete(element)
  document.adoptedStyleSheets = [...sheets.values()]
}

// Loading again, and taking up what the reader did.
const kept = "cxgen:kept"
const fields = () => [...document.querySelectorAll("input,textarea,select")].filter(f => f.type !== "file" && f.type !== "password")
const reload = () => {
  sessionStorage.setItem(kept, JSON.stringify({
    at: location.pathname, x: scrollX, y: scrollY,
    open: [...document.querySelectorAll("details")].map(d => d.open),
    typed: fields().map(f => [f.name, f.value, f.checked]),
  }))
  history.scrollRestoration = "manual" // else the browser scrolls, too, and maybe later
  location.reload()
}
const takeUp = () => {
  const had = JSON.parse(sessionStorage.getItem(kept))
  sessionStorage.removeItem(kept)
  history.scrollRestoration = "auto"
  if (had?.at !== location.pathname) return
  document.querySelectorAll("details").forEach((d, i) => { d.open = had.open[i] ?? d.open })
  fields().forEach((f, i) => {
    const [name, value, checked] = had.typed[i] ?? []
    if (name !== f.name) return
    if (f.value !== value) f.value = value
    if ("checked" in f) f.checked = checked
  })
  scrollTo({ left: had.x, top: had.y, behavior: "instant" })
}

// Problems stand above the page, in a tree of their own that no style of the page reaches.
const style = `
:host { all: initial; position: fixed; inset: auto 0 0 0; width: auto; max-width: none; margin: 0; padding: 0; border: 0; background: none; overflow: visible; pointer-events: none;
  --ink: #1c1f26; --soft: #5a6170; --card: #fff; --line: #dfe2e8; --code: #f5f6f8; --red: #b3261e; --amber: #8a5300; --tint: #fbe4e2; --tint2: #fdeccf; --link: #0b57d0;
  font: 15px/1.5 system-ui, sans-serif; color: var(--ink); direction: ltr; text-align: left; color-scheme: light }
@media (prefers-color-scheme: dark) { :host {
  --ink: #eceef2; --soft: #a9b0bd; --card: #1d2027; --line: #3a3f4a; --code: #14161b; --red: #ff9d94; --amber: #ffc46b; --tint: #57211d; --tint2: #4f3810; --link: #9ec1ff; color-scheme: dark } }
@media print { :host { display: none } }
* { box-sizing: border-box; margin: 0 }
section, .pill { pointer-events: auto; background: var(--card); border: 1px solid var(--line); box-shadow: 0 8px 40px #0005 }
section { display: flex; flex-direction: column; max-height: min(72vh, 44rem); max-height: min(72dvh, 44rem); width: min(100% - 16px, 60rem); margin: 0 auto 8px; border-radius: 12px; border-top: 4px solid var(--red); overflow: hidden; outline-offset: 2px }
section.mild { border-top-color: var(--amber) }
header { display: flex; align-items: center; gap: 12px; padding: 10px 10px 10px 18px; border-bottom: 1px solid var(--line) }
.title { flex: 1 }
h2 { font: 600 17px/1.4 system-ui, sans-serif }
.title p { font-size: 13px; color: var(--soft) }
button { font: inherit; color: inherit; cursor: pointer; min-height: 40px; padding: 0 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--code) }
button:hover { border-color: var(--soft) }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
kbd { font: 12px ui-monospace, monospace; color: var(--soft); margin-left: 6px }
ol { list-style: none; padding: 0 18px; overflow: auto; overscroll-behavior: contain }
ol > li { padding: 14px 0 16px }
ol > li + li { border-top: 1px solid var(--line) }
.level { display: inline-block; padding: 0 8px; margin-right: 8px; border-radius: 99px; font-size: 12px; font-weight: 600; line-height: 20px; color: var(--red); background: var(--tint) }
.warning .level { color: var(--amber); background: var(--tint2) }
.where { font: 13px/1.6 ui-monospace, "SF Mono", Menlo, Consolas, monospace; color: var(--soft); overflow-wrap: anywhere }
a.where { color: var(--link); text-underline-offset: 3px; display: inline-block; padding: 2px 0 }
.text { font-weight: 600; margin-top: 4px; overflow-wrap: anywhere }
.note { margin-top: 10px }
pre { font: 13px/1.65 ui-monospace, "SF Mono", Menlo, Consolas, monospace; background: var(--code); border: 1px solid var(--line); border-radius: 8px; margin-top: 8px; padding: 8px 0 14px; overflow-x: auto; tab-size: 4; direction: ltr }
pre span { display: inline-block; min-width: 4.5ch; padding: 0 1.2ch 0 1ch; text-align: right; color: var(--soft); user-select: none }
mark { position: relative; color: inherit; background: var(--tint); border-radius: 2px; box-shadow: 0 2px 0 var(--red) }
mark::after { content: "\\25B2"; position: absolute; left: 0; top: 1.35em; font: 9px/1 system-ui, sans-serif; color: var(--red) }
mark:empty::before { content: "\\00A0" }
.warning mark { background: var(--tint2); box-shadow: 0 2px 0 var(--amber) }
.warning mark::after { color: var(--amber) }
.hint { margin-top: 8px; padding-left: 22px; position: relative; white-space: pre-line; overflow-wrap: anywhere }
.hint::before { content: "\\2192"; position: absolute; left: 2px; color: var(--soft) }
.more { color: var(--soft); padding: 0 18px 14px }
.pill { position: fixed; left: 12px; bottom: 12px; border-radius: 99px; padding: 0 16px; font-weight: 600; color: var(--red) }
.pill.mild { color: var(--amber) }
[hidden] { display: none !important }
@media (max-width: 40rem) { section { width: 100%; margin: 0; border-radius: 12px 12px 0 0; border-inline: 0; border-bottom: 0; max-height: 78vh; max-height: 78dvh } ol { padding: 0 12px } header { padding-left: 12px } kbd { display: none } }
`
const make = (name, kind, text, ...inner) => {
  const e = document.createElement(name)
  if (kind) e.className = kind
  if (text) e.textContent = text
  e.append(...inner)
  return e
}
const count = (n, one) => n ? n + " " + one + (n > 1 ? "s" : "") : ""
const placeOf = p => {
  const parts = []
  if (p.where) {
    const at = make(p.open ? "a" : "span", "where", p.where)
    if (p.open) {
      at.href = p.open
      at.title = "Open in your editor"
    }
    parts.push(at)
  }
  return parts
}
const excerpt = lines => {
  const pre = make("pre")
  pre.tabIndex = 0
  pre.setAttribute("aria-label", "Lines of the file")
  lines.forEach((l, i) => {
    pre.append(make("span", "", String(l.n)), l.before ?? "")
    if (i === lines.length - 1) pre.append(make("mark", "", l.marked ?? ""), l.after ?? "")
    pre.append("\n")
  })
  return pre
}
const item = p => {
  const li = make("li", p.level, "", make("div", "", "", make("span", "level", p.level), ...placeOf(p)), make("p", "text", p.text))
  if (p.lines) li.append(excerpt(p.lines))
  for (const hint of p.hints ?? []) li.append(make("p", "hint", hint))
  for (const n of p.also ?? []) {
    li.append(make("p", "note", "", ...placeOf(n), " " + n.text))
    if (n.lines) li.append(excerpt(n.lines))
  }
  return li
}
let host, shown = ""
const overlay = notice => {
  const text = JSON.stringify(notice)
  if (text === shown) return
  shown = text
  if (!notice.problems.length) {
    host?.remove()
    host = null
    return
  }
  if (!host) {
    host = document.createElement("cxgen-problems")
    const sheet = new CSSStyleSheet
    sheet.replaceSync(style)
    host.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet]
    host.lang = "en"
    host.popover = "manual"
    document.documentElement.append(host)
    host.showPopover?.()
  }
  const mild = notice.errors ? "" : "mild", said = [count(notice.errors, "error"), count(notice.warnings, "warning")].filter(Boolean).join(" and ")
  const hide = make("button", "", "Hide", make("kbd", "", "Esc"))
  const beneath = !notice.errors ? "The site is shown as it is." : notice.site ? "Beneath is the last good page. This goes away when it is mended." : "The site appears when it is mended."
  const title = make("div", "title", "", make("h2", "", said), make("p", "", beneath))
  title.setAttribute("role", "alert")
  title.firstChild.id = "title"
  const section = make("section", mild, "", make("header", "", "", title, hide), make("ol", "", "", ...notice.problems.map(item)))
  const rest = notice.errors + notice.warnings - notice.problems.length
  if (rest > 0) section.append(make("p", "more", rest + " more in the terminal."))
  section.setAttribute("role", "dialog")
  section.setAttribute("aria-labelledby", "title")
  section.tabIndex = -1
  const pill = make("button", "pill " + mild, said)
  pill.setAttribute("aria-expanded", "false")
  const show = open => {
    section.hidden = !open
    pill.hidden = open
  }
  hide.onclick = () => { show(false); pill.focus() }
  pill.onclick = () => { show(true); section.focus() }
  section.onkeydown = e => { if (e.key === "Escape") { e.stopPropagation(); hide.click() } }
  show(notice.errors > 0)
  host.shadowRoot.replaceChildren(section, pill)
}
addEventListener("keydown", e => {
  const section = host?.shadowRoot.querySelector("section")
  if (e.key === "Escape" && section && !section.hidden && !document.querySelector("dialog[open]")) section.querySelector("button").click()
})

takeUp()
parsed = fetched().catch(() => null)
addEventListener("visibilitychange", listen)
addEventListener("pageshow", listen)
addEventListener("pagehide", () => { stream?.close(); stream = null })
listen()
})()
