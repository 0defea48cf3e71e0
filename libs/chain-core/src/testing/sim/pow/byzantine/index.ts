export { badBuilder } from './bad-builder';
export { selfishMiner } from './selfish-miner';
export { spammer } from './spammer';
export { cheapBrancher, claimer, mutator, timeLiar, withholder } from './tamper';
