// Written by scripts/gen-registry.mjs; run `npm run gen-registry` after adding a module or changing its schemas.
import type { Json, JsonObject } from '@bystack/api';

/** What modules take, answer and tell, by NAME@VERSION. Declare more of them in it to add your own. */
export interface ModuleTypes {
  /** Company badges. Companies bring their certificate authorities; whoever holds a certificate of one takes part, with the roles that it says, until it runs out or is revoked. */
  readonly 'company-badges@1.0.0': {
    readonly params: {
      /** Administrators’ keys. Left out: []. They add organisations and end them. */
      readonly admins?: readonly string[];
      /** Members from the start, without a badge. Left out: []. */
      readonly members?: readonly {
        /** Public key. */
        readonly key: string;
        /** Name. */
        readonly name: string;
        readonly roles?: readonly string[];
      }[];
      /** Organisations from the start. Left out: []. */
      readonly organisations?: readonly {
        /** Certificate of the authority (PEM). */
        readonly certificate: string;
        /** Keys of those who look after its badges. */
        readonly keepers?: readonly string[];
        /** Name. */
        readonly name: string;
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
        /** Roles that its badges may give. */
        readonly roles?: readonly string[];
      }[];
    };
    readonly commands: {
      /** Add a certificate authority. */
      readonly addAuthority: {
        /** Certificate of the authority (PEM). */
        readonly certificate: string;
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
      };
      /** Add an organisation. */
      readonly addOrganisation: {
        /** Certificate of the authority (PEM). */
        readonly certificate: string;
        /** Keys of those who look after its badges. */
        readonly keepers?: readonly string[];
        /** Name. */
        readonly name: string;
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
        /** Roles that its badges may give. */
        readonly roles?: readonly string[];
      };
      /** Change an organisation. */
      readonly changeOrganisation: {
        /** Name. */
        readonly name?: string;
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
        /** Roles that its badges may give. */
        readonly roles?: readonly string[];
      };
      /** End all badges of an organisation. */
      readonly closeOrganisation: {
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
      };
      /** Dismiss a member without a badge. */
      readonly dismiss: {
        /** Public key. */
        readonly key: string;
      };
      /** Show my badge. */
      readonly enrol: {
        /** Fingerprint of the certificate (SHA-256). */
        readonly authority?: string;
        /** My certificate (PEM). */
        readonly certificate: string;
        /** Proof by the certificate’s key (base64). */
        readonly proof?: string;
      };
      /** Give my badge back. */
      readonly leave: Record<string, never>;
      /** Retire a certificate authority. */
      readonly retireAuthority: {
        /** Fingerprint of the certificate (SHA-256). */
        readonly authority: string;
        /** Badges that it gave. */
        readonly badges: 'keep' | 'end';
      };
      /** Revoke a certificate. */
      readonly revoke: {
        /** Fingerprint of the certificate (SHA-256). */
        readonly authority: string;
        /** Reason. */
        readonly reason: 'unspecified' | 'keyCompromise' | 'affiliationChanged' | 'superseded' | 'cessationOfOperation' | 'privilegeWithdrawn';
        /** Serial number (hexadecimal). */
        readonly serial: string;
      };
      /** Bring an authority’s list of revoked certificates. */
      readonly revokeByList: {
        /** Fingerprint of the certificate (SHA-256). */
        readonly authority?: string;
        /** The list (PEM). */
        readonly list: string;
      };
      /** Say who keeps an organisation’s badges. */
      readonly setKeepers: {
        /** Keys of those who look after its badges. */
        readonly keepers: readonly string[];
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
      };
    };
    readonly queries: {
      /** An organisation’s certificate authorities. */
      readonly authorities: {
        readonly args: {
          /** Short name (letters, digits, hyphens). */
          readonly organisation: string;
        };
        readonly answer: {
          readonly authorities: readonly {
            /** Added (ms). */
            readonly addedAtMs: number | null;
            /** Fingerprint of the certificate (SHA-256). */
            readonly authority: string;
            /** Its badges are void since (ms). */
            readonly badgesVoidSinceMs: number | null;
            /** Authorities that may stand below it. */
            readonly below: number | null;
            /** Distrusted since (ms). */
            readonly distrustedAtMs: number | null;
            /** Good until (ms). */
            readonly endsAtMs: number | null;
            /** Issued by. */
            readonly issuer: string | null;
            /** Name. */
            readonly name: string;
            /** Short name (letters, digits, hyphens). */
            readonly organisation: string;
            /** Retired (ms). */
            readonly retiredAtMs: number | null;
            /** Serial number (hexadecimal). */
            readonly serial: string;
            /** Valid from. */
            readonly validFrom: string;
            /** Valid until. */
            readonly validUntil: string;
          }[];
        };
      };
      /** A certificate that the chain keeps. */
      readonly certificate: {
        readonly args: {
          /** Fingerprint of the certificate (SHA-256). */
          readonly id: string;
        };
        readonly answer: {
          /** Fingerprint of the certificate (SHA-256). */
          readonly id: string;
          /** Certificate (PEM). */
          readonly pem: string;
        } | null;
      };
      /** What a key was on this chain, from when to when. */
      readonly history: {
        readonly args: {
          /** Public key. */
          readonly key: string;
        };
        readonly answer: {
          readonly memberships: readonly ({
            /** Badge. */
            readonly badge: {
              /** Attributes. */
              readonly attributes: JsonObject;
              /** Fingerprint of the certificate (SHA-256). */
              readonly authority: string;
              /** Fingerprint of the badge. */
              readonly certificate: string;
              /** Good until (ms). */
              readonly endsAtMs: number | null;
              /** Short name (letters, digits, hyphens). */
              readonly organisation: string;
              /** Serial number (hexadecimal). */
              readonly serial: string;
            } | null;
            /** Good until (ms). */
            readonly endsAtMs: number | null;
            /** Left (ms). */
            readonly leftAtMs: number | null;
            /** Name. */
            readonly name: string;
            /** Roles. */
            readonly roles: readonly string[];
            /** Since (ms). */
            readonly sinceMs: number | null;
          })[];
        };
      };
      /** Everybody who takes or took part. */
      readonly members: {
        readonly args: {
          /** After this public key. */
          readonly after?: string;
          /** At most so many. */
          readonly limit?: number;
        };
        readonly answer: {
          readonly members: readonly ({
            /** Badge. */
            readonly badge: {
              /** Attributes. */
              readonly attributes: JsonObject;
              /** Fingerprint of the certificate (SHA-256). */
              readonly authority: string;
              /** Fingerprint of the badge. */
              readonly certificate: string;
              /** Good until (ms). */
              readonly endsAtMs: number | null;
              /** Short name (letters, digits, hyphens). */
              readonly organisation: string;
              /** Serial number (hexadecimal). */
              readonly serial: string;
            } | null;
            /** Good until (ms). */
            readonly endsAtMs: number | null;
            /** Administrator. */
            readonly isAdmin: boolean;
            /** Public key. */
            readonly key: string;
            /** Name. */
            readonly name: string;
            /** Roles. */
            readonly roles: readonly string[];
            /** Since (ms). */
            readonly sinceMs: number | null;
            /** Takes part. */
            readonly takesPart: boolean;
          })[];
          readonly next: string | null;
        };
      };
      /** The organisations. */
      readonly organisations: {
        readonly args: {
          /** Short name (letters, digits, hyphens). */
          readonly after?: string;
          /** At most so many. */
          readonly limit?: number;
        };
        readonly answer: {
          readonly next: string | null;
          readonly organisations: readonly {
            /** Joined (ms). */
            readonly addedAtMs: number | null;
            /** Closed (ms). */
            readonly closedAtMs: number | null;
            /** Keys of those who look after its badges. */
            readonly keepers: readonly string[];
            /** Name. */
            readonly name: string;
            /** Short name (letters, digits, hyphens). */
            readonly organisation: string;
            /** Roles that its badges may give. */
            readonly roles: readonly string[];
          }[];
        };
      };
      /** Whether and when a certificate was revoked. */
      readonly revocation: {
        readonly args: {
          /** Fingerprint of the certificate (SHA-256). */
          readonly authority: string;
          /** Serial number (hexadecimal). */
          readonly serial: string;
        };
        readonly answer: {
          /** Revoked (ms). */
          readonly atMs: number | null;
          /** Reason. */
          readonly reason: string;
        } | null;
      };
      /** What a certificate’s key signs for a key of this chain. */
      readonly statement: {
        readonly args: {
          /** Public key. */
          readonly key: string;
        };
        readonly answer: {
          /** Statement. */
          readonly text: string;
        };
      };
      /** Who a key belongs to. */
      readonly whoIs: {
        readonly args: {
          /** Public key. */
          readonly key: string;
        };
        readonly answer: {
          /** Badge. */
          readonly badge: {
            /** Attributes. */
            readonly attributes: JsonObject;
            /** Fingerprint of the certificate (SHA-256). */
            readonly authority: string;
            /** Fingerprint of the badge. */
            readonly certificate: string;
            /** Good until (ms). */
            readonly endsAtMs: number | null;
            /** Short name (letters, digits, hyphens). */
            readonly organisation: string;
            /** Serial number (hexadecimal). */
            readonly serial: string;
          } | null;
          /** Good until (ms). */
          readonly endsAtMs: number | null;
          /** Administrator. */
          readonly isAdmin: boolean;
          /** Public key. */
          readonly key: string;
          /** Name. */
          readonly name: string;
          /** Roles. */
          readonly roles: readonly string[];
          /** Since (ms). */
          readonly sinceMs: number | null;
          /** Takes part. */
          readonly takesPart: boolean;
        } | null;
      };
    };
    readonly events: {
      /** A certificate authority was added. */
      readonly authorityAdded: {
        /** Fingerprint of the certificate (SHA-256). */
        readonly authority: string;
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
      };
      /** A certificate authority was retired. */
      readonly authorityRetired: {
        /** Fingerprint of the certificate (SHA-256). */
        readonly authority: string;
        /** Badges that it gave. */
        readonly badges: 'keep' | 'end';
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
      };
      /** Somebody showed their badge. */
      readonly enrolled: {
        /** Fingerprint of the certificate (SHA-256). */
        readonly authority: string;
        /** Public key. */
        readonly key: string;
        /** Name. */
        readonly name: string;
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
        /** Roles. */
        readonly roles: readonly string[];
        /** Serial number (hexadecimal). */
        readonly serial: string;
      };
      /** An organisation has other keepers. */
      readonly keepersChanged: {
        /** Keys of those who look after its badges. */
        readonly keepers: readonly string[];
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
      };
      /** Somebody left. */
      readonly left: {
        /** Public key. */
        readonly key: string;
        /** Name. */
        readonly name: string;
      };
      /** An authority’s list of revoked certificates was taken in. */
      readonly listTaken: {
        /** Fingerprint of the certificate (SHA-256). */
        readonly authority: string;
        /** Newly revoked. */
        readonly count: number;
      };
      /** An organisation joined. */
      readonly organisationAdded: {
        /** Fingerprint of the certificate (SHA-256). */
        readonly authority: string;
        /** Name. */
        readonly name: string;
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
      };
      /** An organisation was changed. */
      readonly organisationChanged: {
        /** Name. */
        readonly name: string;
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
        /** Roles. */
        readonly roles: readonly string[];
      };
      /** An organisation left; its badges are void. */
      readonly organisationClosed: {
        /** Short name (letters, digits, hyphens). */
        readonly organisation: string;
      };
      /** A certificate was revoked. */
      readonly revoked: {
        /** Fingerprint of the certificate (SHA-256). */
        readonly authority: string;
        /** Public key. */
        readonly key: string | null;
        /** Reason. */
        readonly reason: string;
        /** Serial number (hexadecimal). */
        readonly serial: string;
      };
    };
  };
  /** Fee. Each transaction costs a fixed amount of an asset, which the writer pays in beforehand; a recorded refusal costs the same, voting is free. */
  readonly 'fee@1.0.0': {
    readonly params: {
      /** Asset that is paid with. The asset’s id. Its issuer may issue more of it without paying. */
      readonly asset: string;
      /** Opening credit. Left out: 0. What every member who wrote under quotas finds on their account when fees take the quotas’ place, so that nobody’s work stops. Whoever had no limit was not counted, and finds nothing. */
      readonly openingCredit?: number;
      /** And for each byte of it. Left out: 0. */
      readonly perByte?: number;
      /** Price of a transaction, in the asset’s smallest unit. Left out: 1. */
      readonly perTransaction?: number;
      /** Treasury’s key. Who is paid. Use this key for nothing else: whatever is sent to it counts as a payment. */
      readonly treasury: string;
    };
    readonly commands: Record<never, never>;
    readonly queries: {
      /** What a key has paid in and not used. */
      readonly account: {
        readonly args: {
          /** Key. */
          readonly key: string;
        };
        readonly answer: {
          /** Amount. */
          readonly amount: string;
          /** Asset. */
          readonly asset: string;
          /** Key. */
          readonly key: string;
          /** Treasury. */
          readonly treasury: string;
        };
      };
      /** All accounts. */
      readonly accounts: {
        readonly args: {
          /** After this account. */
          readonly after?: string;
          /** At most so many. */
          readonly limit?: number;
        };
        readonly answer: readonly {
          /** Account. */
          readonly account: string;
          /** Amount. */
          readonly amount: string;
          /** Asset. */
          readonly asset: string;
          /** Key. */
          readonly key: string;
        }[];
      };
      /** What a transaction costs. */
      readonly price: {
        readonly args: {
          /** Its size in bytes. */
          readonly sizeBytes: number;
        };
        readonly answer: {
          /** Amount. */
          readonly amount: string;
          /** Asset. */
          readonly asset: string;
          /** Treasury. */
          readonly treasury: string;
        };
      };
    };
    readonly events: Record<never, never>;
  };
  /** Fee. Each transaction costs a fixed amount of an asset, which the writer pays in beforehand and gets back as far as it is not used; a recorded refusal costs the same, voting is free. */
  readonly 'fee@2.0.0': {
    readonly params: {
      /** Asset that is paid with. The asset’s id. Its issuer may issue more of it without paying. */
      readonly asset: string;
      /** Treasury is paid from. Left out: 100. The treasury gets what was used of an account once it is so much, in the asset’s smallest unit. If fees are given up before, it stays with the account’s owner. */
      readonly handOverFrom?: number;
      /** Opening credit. Left out: 0. What every member who wrote under quotas finds on their account when fees take the quotas’ place, so that nobody’s work stops. Whoever had no limit was not counted, and finds nothing. */
      readonly openingCredit?: number;
      /** And for each byte of it. Left out: 0. */
      readonly perByte?: number;
      /** Price of a transaction, in the asset’s smallest unit. Left out: 1. */
      readonly perTransaction?: number;
      /** Treasury’s key. Who gets what fees were used up. */
      readonly treasury: string;
    };
    readonly commands: {
      /** Pay out what is not used. */
      readonly 'pay-out': {
        /** Amount, in the asset’s smallest unit (empty: everything). */
        readonly amount?: string;
        /** Asset (empty: the one that fees are asked for in). */
        readonly asset?: string;
      };
    };
    readonly queries: {
      /** What a key has paid in and not used. */
      readonly account: {
        readonly args: {
          /** Key. */
          readonly key: string;
        };
        readonly answer: {
          /** Amount. */
          readonly amount: string;
          /** Asset. */
          readonly asset: string;
          /** Key. */
          readonly key: string;
          /** Lock of what is paid in. */
          readonly lock: {
            /** Data. */
            readonly data: string;
            /** Module. */
            readonly module: string;
          };
          /** Can be paid out. */
          readonly paidIn: string;
          /** Treasury. */
          readonly treasury: string;
        };
      };
      /** All accounts. */
      readonly accounts: {
        readonly args: {
          /** After this account. */
          readonly after?: string;
          /** At most so many. */
          readonly limit?: number;
        };
        readonly answer: readonly {
          /** Account. */
          readonly account: string;
          /** Amount. */
          readonly amount: string;
          /** Asset. */
          readonly asset: string;
          /** Key. */
          readonly key: string;
          /** Can be paid out. */
          readonly paidIn: string;
        }[];
      };
      /** What a transaction costs. */
      readonly price: {
        readonly args: {
          /** Its size in bytes. */
          readonly sizeBytes: number;
        };
        readonly answer: {
          /** Amount. */
          readonly amount: string;
          /** Asset. */
          readonly asset: string;
          /** Treasury. */
          readonly treasury: string;
        };
      };
    };
    readonly events: {
      /** Paid out. */
      readonly 'paid-out': {
        /** Amount. */
        readonly amount: string;
        /** Asset. */
        readonly asset: string;
        /** Key. */
        readonly key: string;
      };
    };
  };
  /** Seats, committees and modules. Validators change who decides, which modules and which protocol version are in force, and how they vote, by vote, at a stated height; contradicting votes are recorded. */
  readonly 'kernel@1.0.0': {
    readonly params: JsonObject;
    readonly commands: {
      /** Say which protocol versions a node runs. */
      readonly 'announce-protocols': {
        readonly max: number;
        readonly min: number;
      };
      /** Approve a change. */
      readonly 'approve-change': {
        readonly change: number;
      };
      /** Say that a node has the new module. */
      readonly 'confirm-modules': {
        readonly change: number;
      };
      /** Say that a new validator is there. */
      readonly 'confirm-seat': {
        readonly change: number;
      };
      /** Propose a change. */
      readonly 'propose-change': {
        readonly atHeight?: number;
        readonly changes: readonly ({
          readonly kind: 'add-seat';
          readonly seat: {
            readonly label: string;
            readonly nodeKey: string;
            readonly organisation: string;
            readonly proofOfPossession?: string;
            readonly role: 'validator' | 'member' | 'observer' | 'regulator';
            readonly votingKey?: string;
          };
        } | {
          readonly kind: 'remove-seat';
          readonly seat: number;
        } | {
          readonly kind: 'set-role';
          readonly proofOfPossession?: string;
          readonly role: 'validator' | 'member' | 'observer' | 'regulator';
          readonly seat: number;
          readonly votingKey?: string;
        } | {
          readonly kind: 'replace-keys';
          readonly nodeKey?: string;
          readonly proofOfPossession: string;
          readonly seat: number;
          readonly votingKey: string;
        } | {
          readonly kind: 'set-consensus';
          readonly parameters: JsonObject;
        } | {
          readonly kind: 'set-parameters';
          readonly module: string;
          readonly parameters: JsonObject;
        } | {
          readonly content: JsonObject;
          readonly kind: 'publish-package';
          readonly module: string;
        } | {
          readonly kind: 'retire-package';
          readonly module: string;
          readonly package: string;
        } | {
          readonly kind: 'swap-package';
          readonly module: string;
          readonly package: string;
        } | {
          readonly kind: 'activate-protocol';
          readonly version: number;
        } | {
          readonly change: number;
          readonly kind: 'cancel-change';
        } | {
          readonly kind: 'set-policy';
          readonly policy: {
            readonly approvalPercent?: number;
            readonly delayBlocks?: number;
            readonly expiryMs?: number;
            readonly quorumPercent?: number;
          };
        } | {
          readonly by: {
            readonly name: string;
            readonly parameters: JsonObject;
            readonly version: string;
          };
          readonly kind: 'swap-module';
          readonly module: string;
          readonly takesOver?: true;
        })[];
        readonly note?: string;
      };
      /** Register a voting key. */
      readonly 'register-keys': {
        readonly authorisation?: string;
        readonly proofOfPossession: string;
        readonly scheme: 'ed25519' | 'bls';
        readonly votingKey: string;
      };
      /** Vote against a change. */
      readonly 'reject-change': {
        readonly change: number;
      };
      /** Report contradicting votes. */
      readonly 'report-equivocation': {
        readonly first: string;
        readonly second: string;
      };
      /** Withdraw a change. */
      readonly 'withdraw-change': {
        readonly change: number;
      };
    };
    readonly queries: {
      /** Proposed changes. */
      readonly changes: {
        readonly args: Record<string, never>;
        readonly answer: Json;
      };
      /** Who votes in an epoch. */
      readonly committee: {
        readonly args: {
          readonly epoch?: number;
        };
        readonly answer: Json;
      };
      /** What a proposal is about. */
      readonly content: {
        readonly args: {
          readonly change: number;
          readonly place: number;
        };
        readonly answer: Json;
      };
      /** Proposals that are over. */
      readonly decided: {
        readonly args: {
          readonly before?: number;
        };
        readonly answer: Json;
      };
      /** The present epoch. */
      readonly epoch: {
        readonly args: Record<string, never>;
        readonly answer: Json;
      };
      /** Contradicting votes. */
      readonly evidence: {
        readonly args: Record<string, never>;
        readonly answer: Json;
      };
      /** When modules changed. */
      readonly history: {
        readonly args: Record<string, never>;
        readonly answer: Json;
      };
      /** Modules in force, now or then. */
      readonly modules: {
        readonly args: {
          readonly set?: number;
        };
        readonly answer: Json;
      };
      /** What changes would lead to. */
      readonly outlook: {
        readonly args: {
          readonly changes: readonly ({
            readonly kind: 'add-seat';
            readonly seat: {
              readonly label: string;
              readonly nodeKey: string;
              readonly organisation: string;
              readonly proofOfPossession?: string;
              readonly role: 'validator' | 'member' | 'observer' | 'regulator';
              readonly votingKey?: string;
            };
          } | {
            readonly kind: 'remove-seat';
            readonly seat: number;
          } | {
            readonly kind: 'set-role';
            readonly proofOfPossession?: string;
            readonly role: 'validator' | 'member' | 'observer' | 'regulator';
            readonly seat: number;
            readonly votingKey?: string;
          } | {
            readonly kind: 'replace-keys';
            readonly nodeKey?: string;
            readonly proofOfPossession: string;
            readonly seat: number;
            readonly votingKey: string;
          } | {
            readonly kind: 'set-consensus';
            readonly parameters: JsonObject;
          } | {
            readonly kind: 'set-parameters';
            readonly module: string;
            readonly parameters: JsonObject;
          } | {
            readonly content: JsonObject;
            readonly kind: 'publish-package';
            readonly module: string;
          } | {
            readonly kind: 'retire-package';
            readonly module: string;
            readonly package: string;
          } | {
            readonly kind: 'swap-package';
            readonly module: string;
            readonly package: string;
          } | {
            readonly kind: 'activate-protocol';
            readonly version: number;
          } | {
            readonly change: number;
            readonly kind: 'cancel-change';
          } | {
            readonly kind: 'set-policy';
            readonly policy: {
              readonly approvalPercent?: number;
              readonly delayBlocks?: number;
              readonly expiryMs?: number;
              readonly quorumPercent?: number;
            };
          } | {
            readonly by: {
              readonly name: string;
              readonly parameters: JsonObject;
              readonly version: string;
            };
            readonly kind: 'swap-module';
            readonly module: string;
            readonly takesOver?: true;
          })[];
        };
        readonly answer: Json;
      };
      /** What a proposal would lead to. */
      readonly 'outlook-of': {
        readonly args: {
          readonly change: number;
        };
        readonly answer: Json;
      };
      /** What a package holds. */
      readonly package: {
        readonly args: {
          readonly module: string;
          readonly package: string;
        };
        readonly answer: Json;
      };
      /** Published packages. */
      readonly packages: {
        readonly args: Record<string, never>;
        readonly answer: Json;
      };
      /** How validators decide. */
      readonly policy: {
        readonly args: Record<string, never>;
        readonly answer: Json;
      };
      /** The protocol version in force, and who runs which. */
      readonly protocol: {
        readonly args: Record<string, never>;
        readonly answer: Json;
      };
      /** All seats. */
      readonly seats: {
        readonly args: Record<string, never>;
        readonly answer: Json;
      };
    };
    readonly events: {
      /** A change was approved. */
      readonly 'change-approved': {
        readonly change: number;
        readonly epoch: number;
        readonly lastHeight: number;
        readonly mayFail: number;
        readonly quorum: number;
        readonly validators: number;
      };
      /** An approved change was cancelled. */
      readonly 'change-cancelled': {
        readonly by: number;
        readonly change: number;
      };
      /** A change could not take effect. */
      readonly 'change-failed': {
        readonly change: number;
        readonly code: string;
        readonly facts: JsonObject;
      };
      /** A seat is against a change. */
      readonly 'change-opposed': {
        readonly change: number;
        readonly needed: number;
        readonly quorum: number;
        readonly rejections: number;
        readonly seat: number;
        readonly validators: number;
      };
      /** A change was proposed. */
      readonly 'change-proposed': {
        readonly change: number;
        readonly needed: number;
        readonly quorum: number;
        readonly seat: number;
        readonly validators: number;
      };
      /** A change was rejected. */
      readonly 'change-rejected': {
        readonly change: number;
        readonly needed: number;
        readonly quorum: number;
        readonly rejections: number;
        readonly validators: number;
      };
      /** A seat supports a change. */
      readonly 'change-supported': {
        readonly approvals: number;
        readonly change: number;
        readonly needed: number;
        readonly quorum: number;
        readonly seat: number;
        readonly validators: number;
      };
      /** A change took effect. */
      readonly 'change-took-effect': {
        readonly change: number;
        readonly epoch: number;
        readonly firstHeight: number;
      };
      /** A change was withdrawn. */
      readonly 'change-withdrawn': {
        readonly change: number;
      };
      /** A committee handed over. */
      readonly 'epoch-ended': {
        readonly epoch: number;
        readonly lastHeight: number;
        readonly mayFail: number;
        readonly quorum: number;
        readonly scheme: string;
        readonly validators: number;
      };
      /** A validator signed contradicting votes. */
      readonly 'equivocation-recorded': {
        readonly epoch: number;
        readonly kinds: string;
        readonly label: string;
        readonly organisation: string;
        readonly place: number;
        readonly seat: number;
        readonly view: number;
      };
      /** What a module does at the end of a block was left out. */
      readonly 'hook-left-out': {
        readonly code: string;
        readonly module: string;
      };
      /** A voting key was registered. */
      readonly 'keys-registered': {
        readonly lastHeight: number;
        readonly scheme: string;
        readonly seat: number;
        readonly votingKey: string;
      };
      /** Records are being carried over. */
      readonly 'migration-began': {
        readonly change: number;
        readonly from: string;
        readonly module: string;
        readonly to: string;
      };
      /** All records are carried over. */
      readonly 'migration-ended': {
        readonly blocks: number;
        readonly change: number;
        readonly entries: number;
      };
      /** A change of modules was approved. */
      readonly 'modules-approved': {
        readonly change: number;
        readonly lastHeight: number;
        readonly renewed: number;
      };
      /** Other modules are in force. */
      readonly 'modules-changed': {
        readonly change: number;
        readonly firstHeight: number;
        readonly set: number;
      };
      /** A node has the new module. */
      readonly 'modules-confirmed': {
        readonly able: number;
        readonly change: number;
        readonly seat: number;
      };
      /** A module took over what the one before it held for all. */
      readonly 'outputs-taken-over': {
        readonly change: number;
        readonly from: string;
        readonly outputs: number;
        readonly to: string;
      };
      /** Another way to decide was approved. */
      readonly 'policy-approved': {
        readonly change: number;
        readonly lastHeight: number;
      };
      /** Validators decide in another way. */
      readonly 'policy-changed': {
        readonly approvalPercent: number;
        readonly change: number;
        readonly delayBlocks: number;
        readonly expiryMs: number;
        readonly quorumPercent: number;
      };
      /** A protocol version is in force. */
      readonly 'protocol-activated': {
        readonly change: number;
        readonly firstHeight: number;
        readonly version: number;
      };
      /** A protocol version was approved. */
      readonly 'protocol-approved': {
        readonly change: number;
        readonly lastHeight: number;
        readonly version: number;
      };
      /** A node said which protocol versions it runs. */
      readonly 'protocols-announced': {
        readonly max: number;
        readonly min: number;
        readonly seat: number;
      };
      /** A new validator is there. */
      readonly 'seat-confirmed': {
        readonly change: number;
        readonly confirmed: number;
        readonly nodeKey: string;
      };
    };
  };
  /** Member committee. The members’ own computers agree on every record within a fraction of a second; it stands while fewer than a third of them fail or cheat. */
  readonly 'member-committee@1.0.0': {
    readonly params: {
      /** How proofs are signed. Left out: "ed25519". Leave it at “one by one” up to about 14 validators: it is cheaper there. With more, joining keeps proofs small and quick to check, however many sign. */
      readonly certificates?: 'ed25519' | 'bls';
      /** Validators that pass on votes. The first so many collect the votes of the others and pass them on. 0: everyone tells everyone. Empty: chosen by the number of validators. */
      readonly gateways?: number;
      /** A block at least every (ms). Left out: 30000. */
      readonly heartbeatMs?: number;
      /** Patience with a silent leader (ms). Left out: 400. */
      readonly viewTimerMs?: number;
      /** The same after repeated failures, at most (ms). Left out: 3000. */
      readonly viewTimerMsMax?: number;
    };
    readonly commands: Record<never, never>;
    readonly queries: Record<never, never>;
    readonly events: Record<never, never>;
  };
  /** No links. This chain exchanges nothing with other chains. */
  readonly 'none@1.0.0': {
    readonly params: Record<string, never>;
    readonly commands: Record<never, never>;
    readonly queries: Record<never, never>;
    readonly events: Record<never, never>;
  };
  /** Open competition. Whoever does the work may add the next block (proof of work). A record is final once enough work stands on it: that takes minutes, and is a bet on work, not a signature. */
  readonly 'open-competition@1.0.0': {
    readonly params: {
      /** What exists from the beginning. Left out: []. */
      readonly allocations?: readonly {
        /** Amount. */
        readonly amount: string;
        /** Key. */
        readonly publicKey: string;
      }[];
      /** Blocks that make a record final. Left out: 12. So many blocks must stand on a record, and so many times the work of its own block. The quicker blocks come, the more are needed: blocks found at the same moment compete. */
      readonly finalDepth?: number;
      /** The reward halves every so many blocks (0: never). Left out: 0. */
      readonly halvingBlocks?: number;
      /** Work of the first blocks, in hashes. Left out: 200000. */
      readonly initialWork?: number;
      /** Work that is never undercut, in hashes. Left out: 20000. */
      readonly leastWork?: number;
      /** Blocks until a reward can be spent. Left out: 30. */
      readonly maturityBlocks?: number;
      /** Blocks over which the work follows the pace. Left out: 60. */
      readonly retargetBlocks?: number;
      /** Reward of a block. Left out: "0". In units of the chain’s own asset; 0: mining earns nothing. Needs a template with assets. */
      readonly reward?: string;
      /** A block about every (ms). Left out: 10000. */
      readonly targetSpacingMs?: number;
    };
    readonly commands: Record<never, never>;
    readonly queries: Record<never, never>;
    readonly events: Record<never, never>;
  };
  /** Open records. Everybody with a seat on the chain sees every record. Put a salted hash on the chain where the content itself must stay private. */
  readonly 'open-records@1.0.0': {
    readonly params: Record<string, never>;
    readonly commands: Record<never, never>;
    readonly queries: Record<never, never>;
    readonly events: Record<never, never>;
  };
  /** Open registration. Anyone can register a name for their key and take part; administrators hand out roles such as notary. */
  readonly 'open-registration@1.0.0': {
    readonly params: {
      /** Administrators’ keys. Left out: []. They grant and take roles. */
      readonly admins?: readonly string[];
      /** Members from the start. Left out: []. */
      readonly members?: readonly {
        /** Public key. */
        readonly key: string;
        /** Name. */
        readonly name: string;
        readonly roles?: readonly string[];
      }[];
    };
    readonly commands: {
      /** Give a role. */
      readonly grantRole: {
        /** Public key. */
        readonly key: string;
        /** Role. */
        readonly role: string;
      };
      /** Register my name. */
      readonly register: {
        /** Name. */
        readonly name: string;
      };
      /** Change my name. */
      readonly rename: {
        /** Name. */
        readonly name: string;
      };
      /** Take a role away. */
      readonly revokeRole: {
        /** Public key. */
        readonly key: string;
        /** Role. */
        readonly role: string;
      };
    };
    readonly queries: {
      /** Everybody who is registered. */
      readonly members: {
        readonly args: {
          /** After this public key. */
          readonly after?: string;
          /** At most so many. */
          readonly limit?: number;
        };
        readonly answer: {
          readonly members: readonly {
            /** Administrator. */
            readonly isAdmin: boolean;
            /** Public key. */
            readonly key: string;
            /** Name. */
            readonly name: string;
            /** Registered (ms). */
            readonly registeredAtMs: number | null;
            /** Roles. */
            readonly roles: readonly string[];
          }[];
          readonly next: string | null;
        };
      };
      /** Who a key belongs to. */
      readonly whoIs: {
        readonly args: {
          /** Public key. */
          readonly key: string;
        };
        readonly answer: {
          /** Administrator. */
          readonly isAdmin: boolean;
          /** Public key. */
          readonly key: string;
          /** Name. */
          readonly name: string;
          /** Registered (ms). */
          readonly registeredAtMs: number | null;
          /** Roles. */
          readonly roles: readonly string[];
        } | null;
      };
    };
    readonly events: {
      /** Somebody registered. */
      readonly registered: {
        /** Public key. */
        readonly key: string;
        /** Name. */
        readonly name: string;
      };
      /** Somebody changed their name. */
      readonly renamed: {
        /** Public key. */
        readonly key: string;
        /** Name. */
        readonly name: string;
      };
      /** A role was given. */
      readonly roleGranted: {
        /** Public key. */
        readonly key: string;
        /** Role. */
        readonly role: string;
      };
      /** A role was taken away. */
      readonly roleRevoked: {
        /** Public key. */
        readonly key: string;
        /** Role. */
        readonly role: string;
      };
    };
  };
  /** Quota. Each member may write so many transactions a minute; nobody pays anything. */
  readonly 'quota@1.0.0': {
    readonly params: {
      /** All strangers together. Left out: {"perMinute":60,"burst":20}. */
      readonly others?: {
        /** At most at once. Left out: 20. */
        readonly burst: number;
        /** Transactions a minute (0: no limit). Left out: 60. */
        readonly perMinute: number;
      };
      /** Each member. Left out: {"perMinute":600,"burst":200}. */
      readonly perMember?: {
        /** At most at once. Left out: 200. */
        readonly burst: number;
        /** Transactions a minute (0: no limit). Left out: 600. */
        readonly perMinute: number;
      };
    };
    readonly commands: Record<never, never>;
    readonly queries: Record<never, never>;
    readonly events: Record<never, never>;
  };
  /** Quota. Each member may write so many transactions a minute, members with a role more or fewer; nobody pays anything. */
  readonly 'quota@2.0.0': {
    readonly params: {
      /** All strangers together. Left out: {"perMinute":60,"burst":20}. */
      readonly others?: {
        /** At most at once. Left out: 20. What may be written in one go, and so in one block, after a pause. */
        readonly burst: number;
        /** Transactions a minute (0: no limit). Left out: 60. */
        readonly perMinute: number;
      };
      /** Each member. Left out: {"perMinute":600,"burst":200}. */
      readonly perMember?: {
        /** At most at once. Left out: 200. What may be written in one go, and so in one block, after a pause. */
        readonly burst: number;
        /** Transactions a minute (0: no limit). Left out: 600. */
        readonly perMinute: number;
      };
      /** Members with a role. Left out: []. Instead of the rate of each member; with several of these roles, the one that lets through most counts. */
      readonly perRole?: readonly {
        /** At most at once. Left out: 200. What may be written in one go, and so in one block, after a pause. */
        readonly burst: number;
        /** Transactions a minute (0: no limit). Left out: 600. */
        readonly perMinute: number;
        /** Role. */
        readonly role: string;
      }[];
    };
    readonly commands: Record<never, never>;
    readonly queries: {
      /** What a key may write. */
      readonly quotaOf: {
        readonly args: {
          /** Key. */
          readonly key: string;
        };
        readonly answer: {
          /** At most at once. */
          readonly burst: number | null;
          /** Paid in for fees and kept. */
          readonly credits: readonly {
            /** Amount. */
            readonly amount: string;
            /** Asset. */
            readonly asset: string;
          }[];
          /** Key. */
          readonly key: string;
          /** Of these, now. */
          readonly left: number | null;
          /** Member. */
          readonly member: boolean;
          /** Transactions a minute (0: no limit). */
          readonly perMinute: number | null;
        };
      };
    };
    readonly events: Record<never, never>;
  };
  /** Rule book. Record types, states, forms and rules are written as data in your trade’s words; the chain holds everybody to them. */
  readonly 'rule-book@1.0.0': {
    readonly params: {
      /** Rules (record types, states, commands). */
      readonly package: JsonObject;
    };
    readonly commands: {
      /** Carry out a command of the rules. */
      readonly act: {
        /** Command of the rules. */
        readonly command: string;
        /** Data. */
        readonly data?: Json;
        /** Key of the record. */
        readonly key?: string;
      };
    };
    readonly queries: {
      /** A question the rules define. */
      readonly ask: {
        readonly args: {
          /** Its arguments. */
          readonly args?: JsonObject;
          /** Question of the rules. */
          readonly query: string;
        };
        readonly answer: Json;
      };
      /** Records found by an index. */
      readonly find: {
        readonly args: {
          /** Before this number. */
          readonly before?: number;
          /** Index. */
          readonly index: string;
          /** At most so many. */
          readonly limit?: number;
          /** Kind of record. */
          readonly type: string;
          /** Value. */
          readonly value: string;
        };
        readonly answer: {
          readonly next: number | null;
          readonly records: readonly {
            /** Changed by. */
            readonly actor?: string;
            /** By the command. */
            readonly command?: string;
            /** Made (ms). */
            readonly createdAtMs?: number;
            /** Made by. */
            readonly createdBy?: string;
            /** Data. */
            readonly data: Json;
            /** Key of the record. */
            readonly key: string;
            /** Made under the rules. */
            readonly package?: string;
            /** Number. */
            readonly sequence: number;
            /** State. */
            readonly state: string;
            /** Changed (ms). */
            readonly timeMs?: number;
            /** Transaction. */
            readonly txId: string;
            /** Kind of record. */
            readonly type: string;
            /** Version. */
            readonly version: number;
          }[];
        };
      };
      /** All versions of a record. */
      readonly history: {
        readonly args: {
          /** Key of the record. */
          readonly key: string;
          /** Kind of record. */
          readonly type: string;
        };
        readonly answer: {
          readonly versions: readonly {
            /** Changed by. */
            readonly actor?: string;
            /** By the command. */
            readonly command?: string;
            /** Made (ms). */
            readonly createdAtMs?: number;
            /** Made by. */
            readonly createdBy?: string;
            /** Data. */
            readonly data: Json;
            /** Key of the record. */
            readonly key: string;
            /** Made under the rules. */
            readonly package?: string;
            /** Number. */
            readonly sequence: number;
            /** State. */
            readonly state: string;
            /** Changed (ms). */
            readonly timeMs?: number;
            /** Transaction. */
            readonly txId: string;
            /** Kind of record. */
            readonly type: string;
            /** Version. */
            readonly version: number;
          }[];
        };
      };
      /** One record. */
      readonly record: {
        readonly args: {
          /** Key of the record. */
          readonly key: string;
          /** Kind of record. */
          readonly type: string;
        };
        readonly answer: {
          /** Changed by. */
          readonly actor?: string;
          /** By the command. */
          readonly command?: string;
          /** Made (ms). */
          readonly createdAtMs?: number;
          /** Made by. */
          readonly createdBy?: string;
          /** Data. */
          readonly data: Json;
          /** Key of the record. */
          readonly key: string;
          /** Made under the rules. */
          readonly package?: string;
          /** Number. */
          readonly sequence: number;
          /** State. */
          readonly state: string;
          /** Changed (ms). */
          readonly timeMs?: number;
          /** Transaction. */
          readonly txId: string;
          /** Kind of record. */
          readonly type: string;
          /** Version. */
          readonly version: number;
        } | null;
      };
      /** Records of a type, newest first. */
      readonly records: {
        readonly args: {
          /** Before this number. */
          readonly before?: number;
          /** At most so many. */
          readonly limit?: number;
          /** Kind of record. */
          readonly type: string;
        };
        readonly answer: {
          readonly next: number | null;
          readonly records: readonly {
            /** Changed by. */
            readonly actor?: string;
            /** By the command. */
            readonly command?: string;
            /** Made (ms). */
            readonly createdAtMs?: number;
            /** Made by. */
            readonly createdBy?: string;
            /** Data. */
            readonly data: Json;
            /** Key of the record. */
            readonly key: string;
            /** Made under the rules. */
            readonly package?: string;
            /** Number. */
            readonly sequence: number;
            /** State. */
            readonly state: string;
            /** Changed (ms). */
            readonly timeMs?: number;
            /** Transaction. */
            readonly txId: string;
            /** Kind of record. */
            readonly type: string;
            /** Version. */
            readonly version: number;
          }[];
        };
      };
      /** The rules themselves. */
      readonly rules: {
        readonly args: Record<string, never>;
        readonly answer: Json;
      };
    };
    readonly events: {
      /** An event of the rules. */
      readonly announced: {
        /** Data. */
        readonly data: JsonObject;
        /** Event. */
        readonly event: string;
      };
      /** A record was changed. */
      readonly recordChanged: {
        /** By the command. */
        readonly command: string;
        /** Key of the record. */
        readonly key: string;
        /** State. */
        readonly state?: string;
        /** Kind of record. */
        readonly type: string;
        /** Version. */
        readonly version?: number;
      };
      /** A record was made. */
      readonly recordCreated: {
        /** By the command. */
        readonly command: string;
        /** Key of the record. */
        readonly key: string;
        /** State. */
        readonly state?: string;
        /** Kind of record. */
        readonly type: string;
        /** Version. */
        readonly version?: number;
      };
      /** A record was there already. */
      readonly recordKept: {
        /** By the command. */
        readonly command: string;
        /** Key of the record. */
        readonly key: string;
        /** State. */
        readonly state?: string;
        /** Kind of record. */
        readonly type: string;
        /** Version. */
        readonly version?: number;
      };
    };
  };
  /** Rule book. Record types, states, forms and rules are written as data in your trade’s words; the chain holds everybody to them. Rules see roles and whatever else a badge says of its holder. */
  readonly 'rule-book@2.0.0': {
    readonly params: {
      /** Rules (record types, states, commands). */
      readonly package: JsonObject;
    };
    readonly commands: {
      /** Carry out a command of the rules. */
      readonly act: {
        /** Command of the rules. */
        readonly command: string;
        /** Data. */
        readonly data?: Json;
        /** Key of the record. */
        readonly key?: string;
      };
    };
    readonly queries: {
      /** A question the rules define. */
      readonly ask: {
        readonly args: {
          /** Its arguments. */
          readonly args?: JsonObject;
          /** Question of the rules. */
          readonly query: string;
        };
        readonly answer: Json;
      };
      /** Records found by an index. */
      readonly find: {
        readonly args: {
          /** Before this number. */
          readonly before?: number;
          /** Index. */
          readonly index: string;
          /** At most so many. */
          readonly limit?: number;
          /** Kind of record. */
          readonly type: string;
          /** Value. */
          readonly value: string;
        };
        readonly answer: {
          readonly next: number | null;
          readonly records: readonly {
            /** Changed by. */
            readonly actor?: string;
            /** By the command. */
            readonly command?: string;
            /** Made (ms). */
            readonly createdAtMs?: number;
            /** Made by. */
            readonly createdBy?: string;
            /** Data. */
            readonly data: Json;
            /** Key of the record. */
            readonly key: string;
            /** Made under the rules. */
            readonly package?: string;
            /** Number. */
            readonly sequence: number;
            /** State. */
            readonly state: string;
            /** Changed (ms). */
            readonly timeMs?: number;
            /** Transaction. */
            readonly txId: string;
            /** Kind of record. */
            readonly type: string;
            /** Version. */
            readonly version: number;
          }[];
        };
      };
      /** All versions of a record. */
      readonly history: {
        readonly args: {
          /** Key of the record. */
          readonly key: string;
          /** Kind of record. */
          readonly type: string;
        };
        readonly answer: {
          readonly versions: readonly {
            /** Changed by. */
            readonly actor?: string;
            /** By the command. */
            readonly command?: string;
            /** Made (ms). */
            readonly createdAtMs?: number;
            /** Made by. */
            readonly createdBy?: string;
            /** Data. */
            readonly data: Json;
            /** Key of the record. */
            readonly key: string;
            /** Made under the rules. */
            readonly package?: string;
            /** Number. */
            readonly sequence: number;
            /** State. */
            readonly state: string;
            /** Changed (ms). */
            readonly timeMs?: number;
            /** Transaction. */
            readonly txId: string;
            /** Kind of record. */
            readonly type: string;
            /** Version. */
            readonly version: number;
          }[];
        };
      };
      /** One record. */
      readonly record: {
        readonly args: {
          /** Key of the record. */
          readonly key: string;
          /** Kind of record. */
          readonly type: string;
        };
        readonly answer: {
          /** Changed by. */
          readonly actor?: string;
          /** By the command. */
          readonly command?: string;
          /** Made (ms). */
          readonly createdAtMs?: number;
          /** Made by. */
          readonly createdBy?: string;
          /** Data. */
          readonly data: Json;
          /** Key of the record. */
          readonly key: string;
          /** Made under the rules. */
          readonly package?: string;
          /** Number. */
          readonly sequence: number;
          /** State. */
          readonly state: string;
          /** Changed (ms). */
          readonly timeMs?: number;
          /** Transaction. */
          readonly txId: string;
          /** Kind of record. */
          readonly type: string;
          /** Version. */
          readonly version: number;
        } | null;
      };
      /** Records of a type, newest first. */
      readonly records: {
        readonly args: {
          /** Before this number. */
          readonly before?: number;
          /** At most so many. */
          readonly limit?: number;
          /** Kind of record. */
          readonly type: string;
        };
        readonly answer: {
          readonly next: number | null;
          readonly records: readonly {
            /** Changed by. */
            readonly actor?: string;
            /** By the command. */
            readonly command?: string;
            /** Made (ms). */
            readonly createdAtMs?: number;
            /** Made by. */
            readonly createdBy?: string;
            /** Data. */
            readonly data: Json;
            /** Key of the record. */
            readonly key: string;
            /** Made under the rules. */
            readonly package?: string;
            /** Number. */
            readonly sequence: number;
            /** State. */
            readonly state: string;
            /** Changed (ms). */
            readonly timeMs?: number;
            /** Transaction. */
            readonly txId: string;
            /** Kind of record. */
            readonly type: string;
            /** Version. */
            readonly version: number;
          }[];
        };
      };
      /** The rules themselves. */
      readonly rules: {
        readonly args: Record<string, never>;
        readonly answer: Json;
      };
    };
    readonly events: {
      /** An event of the rules. */
      readonly announced: {
        /** Data. */
        readonly data: JsonObject;
        /** Event. */
        readonly event: string;
      };
      /** A record was changed. */
      readonly recordChanged: {
        /** By the command. */
        readonly command: string;
        /** Key of the record. */
        readonly key: string;
        /** State. */
        readonly state?: string;
        /** Kind of record. */
        readonly type: string;
        /** Version. */
        readonly version?: number;
      };
      /** A record was made. */
      readonly recordCreated: {
        /** By the command. */
        readonly command: string;
        /** Key of the record. */
        readonly key: string;
        /** State. */
        readonly state?: string;
        /** Kind of record. */
        readonly type: string;
        /** Version. */
        readonly version?: number;
      };
      /** A record was there already. */
      readonly recordKept: {
        /** By the command. */
        readonly command: string;
        /** Key of the record. */
        readonly key: string;
        /** State. */
        readonly state?: string;
        /** Kind of record. */
        readonly type: string;
        /** Version. */
        readonly version?: number;
      };
    };
  };
}
