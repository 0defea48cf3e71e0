/** Commands that belong together, by their first word: in which order they are used. */
export const GROUPS: Readonly<Record<string, string>> = {
  badges: `The whole way, from an authority to somebody who takes part and back:
  bystack chains create Mill --template data-confirmation --slot identity=company-badges    (or vote for it: bystack chains propose)
  bystack badges new-authority "Mill CA"                             a certificate authority of yours (or bring the file of one that you have)
  bystack badges add-organisation Mill mill "Mill CA" --roles notary   the chain trusts it from now on
  bystack keys new -o ann.json                                       whoever takes part makes a key that never leaves their machine,
  bystack badges request "Ann" --key ann.json -o ann.csr             and a request for a certificate
  bystack badges issue "Mill CA" ann.csr --roles notary -o ann.pem   you issue it
  bystack badges enrol Mill ann.pem --key ann.json                   they show it on the chain, and take part
  bystack badges who Mill ann.json                                   who a key is there
  bystack badges revoke-issued ann.pem                               in the authority’s list
  bystack badges revoke Mill ann.pem                                 and on the chain, where it ends at once`,
};
