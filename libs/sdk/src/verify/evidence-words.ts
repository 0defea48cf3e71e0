import type { Words } from '@bystack/api';
import { ANOTHER_CHAIN_REASONS } from './another-chain';
import { KIND_REASONS } from './kind-of-file';

type Reason = readonly [said: RegExp, zh: string];

/** Why evidence does not hold, as chain-core says it in English: nothing is decided by these sentences. In the order of its files. */
const REASONS: readonly Reason[] = [
  [/^it is no (?:receipt|proof|checkpoint) of the form (\S+)$/, '不是 $1 格式的文件'],
  [/^the bytes are not a valid encoding: ([^]*)$/, '字节编码无效：$1'],
  [/^must be an object$/, '须为对象'],
  [/^is missing$/, '缺少此项'],
  [/^is not a field here$/, '没有这个字段'],
  [/^must be bytes in lower-case hex$/, '须为小写十六进制字节'],
  [/^must be (\S+) bytes in lower-case hex$/, '须为 $1 个字节的小写十六进制'],
  [/^must be a list of at most (\S+)$/, '须为至多 $1 项的列表'],
  [/^must be a place in a block$/, '须为区块中的位置'],
  [/^must be a place among the headers$/, '须为区块头列表中的位置'],
  [/^must be milliseconds since 1970$/, '须为自 1970 年起的毫秒数'],
  [/^must be the number of a store$/, '须为存储区的编号'],
  [/^must be the name of a module$/, '须为模块名称'],
  [/^must be a whole number in decimal, as text$/, '须为以文本表示的十进制整数'],
  [/^must be at most (\S+) bytes$/, '至多 $1 个字节'],
  [/^there are (\S+) headers$/, '共有 $1 个区块头'],
  [/^the (?:receipt|proof) is from another chain than the genesis document$/, '它与创世文件不属于同一条链'],
  [/^the header of the block is missing$/, '缺少该区块的区块头'],
  [/^a signature of the transaction does not hold$/, '交易中有一个签名不成立'],
  [/^the result is of another transaction$/, '结果属于另一笔交易'],
  [/^the block has (\S+) transactions$/, '该区块有 $1 笔交易'],
  [/^the path does not lead from the transaction to the block's transactions root$/, '该路径不能从交易通向区块的交易根'],
  [/^the path does not lead from the result to the block's results root$/, '该路径不能从结果通向区块的结果根'],
  [/^it is not a child of the header before it$/, '它不是前一个区块头的后继'],
  [/^its height does not follow$/, '其高度与前一个不相连'],
  [/^the header is from another chain$/, '该区块头属于另一条链'],
  [/^it is of protocol version (\S+), and this software knows versions up to (\S+): check it with a newer one$/, '其协议版本为 $1，本软件只支持到版本 $2：请使用更新的软件检验'],
  [/^there must be one for each of the (\S+) committee changes, not (\S+)$/, '委员会变更共 $1 次，每次须有一份，而不是 $2 份'],
  [/^nobody votes on this chain: its evidence shows work, not certificates$/, '该链无人投票：其证据应出示工作量，而非证书'],
  [/^a committee decides on this chain: its evidence carries certificates, not work$/, '该链由委员会决定：其证据应带有证书，而非工作量'],
  [/^its epoch does not follow$/, '其届次与前一个不相连'],
  [/^it is not the committee that the header hands over to$/, '它不是区块头所移交的委员会'],
  [/^it is of another epoch than the committee$/, '它与委员会不属于同一届'],
  [/^it is not signed in the way that the committee signs$/, '其签名方式与委员会不同'],
  [/^it names seats that the committee does not have$/, '它列出了委员会没有的席位'],
  [/^it does not hold one signature for each seat it names$/, '所列席位并非各有一个签名'],
  [/^too few seats signed$/, '签名的席位不足'],
  [/^a signature does not hold$/, '有一个签名不成立'],
  [/^it does not make a block final$/, '它不能使区块最终确认'],
  [/^it is of another block than the last header$/, '它与最后一个区块头不属于同一区块'],
  [/^it is of another epoch or view than the last header$/, '它与最后一个区块头的届次或轮次不同'],
  [/^the header names another committee$/, '该区块头指明的是另一个委员会'],
  [/^they took (\S+) hashes on average; at least (\S+) are asked for$/, '它们平均耗费 $1 次哈希，要求至少 $2 次'],
  [/^the headers begin at block (\S+): what stands below it is neither genesis nor a checkpoint that is trusted$/, '区块头从区块 $1 开始：其下既非创世区块，也非受信任的检查点'],
  [/^(\S+) blocks that took (\S+) hashes on average stand on the block; on this chain it is final under (\S+) with \S+ times its own work, and not before the one below it: by these headers block (\S+) is the last final one$/,
    '该区块之上有 $1 个区块，平均耗费 $2 次哈希；在该链上，其上须有 $3 个区块且工作量达其自身的 $3 倍，并且不早于其下的区块，才最终确认：按这些区块头，最后一个最终区块是 $4'],
  [/^no work was done for it$/, '没有为它付出工作量'],
  [/^its time is not above that of the header before it$/, '其时间不晚于前一个区块头'],
  [/^its work is not what the pace of the blocks before it demands$/, '其工作量不符合此前出块速度的要求'],
  [/^its hash does not meet its target: the work was not done$/, '其哈希未达到目标：工作量并未付出'],
  [/^it is no block, but what closed an epoch$/, '它不是区块，而是一届的结束标记'],
  [/^it is not the hash of the module, store and key$/, '它不是模块、存储区和键的哈希'],
  [/^it does not lead from the key and its value to the block's state root$/, '它不能从键和值通向区块的状态根'],
  [/^the file is not JSON: ([^]*)$/, '文件不是 JSON：$1'],
  [/^it is neither a receipt nor a proof: ([^]*)$/, '它既非收据也非状态证明：$1'],
  ...KIND_REASONS,
  ...ANOTHER_CHAIN_REASONS,
  [/^It is not a genesis document byte for byte: ([^]*)\. Fetch it with `(.*)` and do not reformat it\.$/, '它不是逐字节一致的创世文件：$1。请用 `$2` 获取，且不要重新排版。'],
  [/^It is a checkpoint of another chain than the genesis document\.$/, '该检查点与创世文件不属于同一条链。'],
  [/^It is no checkpoint: ([^]*)\.$/, '它不是检查点：$1。'],
];

/** Why evidence, or what it is checked by, does not hold, in the reader's language. What is not known stays as it is said. @param said the message of one of this library's errors */
export function evidenceWords(said: string): Words {
  const found = REASONS.find(([pattern]) => pattern.test(said));
  return { en: said, zh: found === undefined ? said : said.replace(...found) };
}
