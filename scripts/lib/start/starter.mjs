// The starter sidechain of the first run: the control plane makes it like any other chain; here its progress is told.
const PATIENCE_MS = 90_000;

/**
 * Tells the starter's progress until it has recorded its samples or failed; the console works meanwhile.
 * @param {import('./program.mjs').Program} controlPlane @param {(line: string) => void} say
 */
export function followStarter(controlPlane, say) {
  return new Promise((settle) => {
    const end = () => {
      clearTimeout(patience);
      stopListening();
      settle();
    };
    const patience = setTimeout(() => {
      say('the starter sidechain is still being made; the console shows how far it is');
      end();
    }, PATIENCE_MS);
    const stopListening = controlPlane.onLine(({ starter, detail }) => {
      if (!starter) return;
      say(`starter sidechain: ${detail ?? starter}`);
      if (starter === 'recorded' || starter === 'failed') end();
    });
  });
}
