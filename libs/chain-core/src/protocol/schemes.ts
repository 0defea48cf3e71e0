import { addBls, isBlsKey, negateBls, verifyBls } from '../crypto/bls';
import { verify } from '../crypto/sign';
import type { CertificateScheme, CertificateSchemeName } from './certificate-scheme';
import { SCHEME_FORMS } from './certificate-scheme';
import { signatureListScheme } from './signature-list';
import { signatureSumScheme } from './signature-sum';

const ed25519 = signatureListScheme({
  name: 'ed25519',
  isVotingKey: (bytes) => bytes.length === SCHEME_FORMS.ed25519.votingKeyBytes,
  verify,
});

const bls = signatureSumScheme({ isVotingKey: isBlsKey, verify: verifyBls, add: addBls, negate: negateBls });

export const CERTIFICATE_SCHEMES: Readonly<Record<CertificateSchemeName, CertificateScheme>> = { ed25519, bls };
