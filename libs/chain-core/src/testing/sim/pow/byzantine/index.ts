export { badBuilder } from './bad-builder';
export { selfishMiner } from './selfish-miner';
export { spammer } from './spammer';
export { falseBrancher, STATE_LIARS, type Told } from './state-liars';
export { cheapBrancher, claimer, mutator, stubbornWithholder, timeLiar, withholder } from './tamper';
