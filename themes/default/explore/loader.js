// Opens a figure's interactive chart in a dialog. Nothing is loaded before the click.
//
// <button data-explore="explore.js" data-option="nps.js" data-close="Close" data-failed="…">; nps.js calls cxgenFigure("id", {…}).
// A link to nps.js with data-explore does as well, and the first file may stand once, as data-explore of this script's element.
const bundle = document.currentScript.dataset.explore;
const loaded = {};
const make = (name, into) => into.appendChild(document.createElement(name));
let given;
// A file is loaded once, and what it handed to cxgenFigure is kept with it; after a failure it is tried again.
const load = (src) => loaded[src] ||= new Promise((done, fail) => {
  const script = make('script', document.head);
  script.onload = () => done(given);
  script.onerror = () => fail(loaded[src] = 0);
  script.src = src;
});
self.cxgenFigure = (id, option) => given = option;
addEventListener('click', async (event) => {
  const button = event.target.closest('[data-explore]');
  if (!button) return;
  event.preventDefault();
  const { explore, option = button.href, close = '×', failed } = button.dataset;
  const dialog = make('dialog', document.body);
  const shut = make('button', dialog);
  const body = make('div', dialog);
  dialog.className = 'explore';
  dialog.ariaLabel = button.textContent;
  shut.textContent = close;
  shut.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove(); // the chart ends with its element
  dialog.showModal();
  try {
    await load(explore || bundle);
    cxgenExplore(body, await load(option));
  } catch {
    body.textContent = failed;
  }
});
