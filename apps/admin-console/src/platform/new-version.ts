const RELOADED_AT = 'bystack-reloaded-at';
const AGAIN_AFTER_MS = 10_000;

/** When the console was replaced by a newer one, parts of this page are no longer served: it is loaded anew, but not again and again. */
export function reloadWhenReplaced(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const before = Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
    if (Date.now() - before < AGAIN_AFTER_MS) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED_AT, String(Date.now()));
    window.location.reload();
  });
}
