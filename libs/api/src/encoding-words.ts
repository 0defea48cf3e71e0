/** What is said, and how people read it. `$&` and `$1` take what was said. */
export type Fault = readonly [said: RegExp, en: string, zh: string];

/** Why a text is no JSON that is taken (chain-core/codec). */
const OF_JSON: readonly Fault[] = [
  [/^not JSON$/, 'it is not JSON', '不是 JSON'],
  [/^nested too deeply$/, 'it is nested too deeply', '嵌套过深'],
  [/^text is too large$/, 'it is too large', '文本过长'],
  [/^text is not UTF-8$/, 'it is not UTF-8', '不是 UTF-8 文本'],
  [/^text holds half of a surrogate pair$/, 'a text holds half of a surrogate pair', '文本中含有不成对的代理字符'],
  [/^text after the end of the value$/, 'something follows after its end', '结尾之后还有内容'],
  [/^text ends inside a string$/, 'it ends inside a text in quotation marks', '在引号内的文本中结束'],
  [/^control character inside a string$/, 'a text holds a control character, such as a line end', '文本中含有控制字符（例如换行）'],
  [/^bad escape inside a string$/, 'a text holds a wrong escape after \\', '文本中 \\ 之后的转义有误'],
  [/^unexpected end$/, 'it ends too early', '过早结束'],
  [/^unexpected character$/, 'it holds a character that is not possible there', '有不应出现的字符'],
  [/^expected (:|"|, or [\]}])$/, '$1 is missing', '缺少 $1'],
  [/^not a number$/, 'it holds a number that is none', '有无效的数字'],
  [/^number is too large$/, 'a number is too large', '数字过大'],
  [/^integer is beyond 2\^53-1: write it as a string$/, 'a whole number is beyond 2^53-1: write it as a text', '整数超出 2^53-1：请写成文本'],
  [/^key appears twice$/, 'a field is there twice', '有字段重复出现'],
  [/^the key __proto__ is not allowed$/, 'a field may not be called __proto__', '字段名不得为 __proto__'],
  [/^not in canonical form \(RFC 8785\)$/, 'it is not in its one form (RFC 8785)', '不是其唯一的规范形式（RFC 8785）'],
];

/** Why something is no certificate, or none for this (modules-identity/company-badges). */
const OF_CERTIFICATES: readonly Fault[] = [
  [/^not base64$/, '$&', '不是 base64'],
  [/^bytes end too early$/, '$&', '数据过早结束'],
  [/^bytes after the end$/, '$&', '结尾之后还有数据'],
  [/^another element is here$/, '$&', '此处是另一种元素'],
  [/^a length of a form that DER does not have$/, '$&', '长度的写法不属于 DER'],
  [/^a (?:length|number) that is not in its shortest form$/, '$&', '长度或数字未采用最短写法'],
  [/^flags are not in their shortest form$/, '$&', '标志位未采用最短写法'],
  [/^a tag that certificates do not have$/, '$&', '证书中没有这种标签'],
  [/^a number out of range$/, '$&', '数字超出范围'],
  [/^a number without digits$/, '$&', '数字没有内容'],
  [/^a number below zero$/, '$&', '数字小于零'],
  [/^not above zero$/, '$&', '须大于零'],
  [/^more than (\d+) bytes$/, '$&', '超过 $1 字节'],
  [/^larger than (\d+) bytes$/, '$&', '大于 $1 字节'],
  [/^a set is not in its one order$/, '$&', '集合未按唯一的顺序排列'],
  [/^an empty set$/, '$&', '空集合'],
  [/^an empty list(?:, or too long a one)?$/, '$&', '列表为空或过长'],
  [/^too many(?: attributes)?$/, '$&', '数量过多'],
  [/^one is there twice$/, '$&', '有重复的项'],
  [/^a default that is written out$/, '$&', '写出了默认值'],
  [/^true and false have one spelling each$/, '$&', '真与假各只有一种写法'],
  [/^not a string of whole bytes$/, '$&', '不是整字节的位串'],
  [/^an object identifier (?:of a form that is not read|that does not end)$/, '$&', '对象标识符无法读取'],
  [/^not a time in whole seconds of UTC$/, '$&', '不是以整秒表示的 UTC 时间'],
  [/^not a time that there is$/, '$&', '不存在这样的时间'],
  [/^a year before 2050 is written with two digits$/, '$&', '2050 年之前的年份须写成两位'],
  [/^an attribute that is no text$/, '$&', '属性不是文本'],
  [/^text that is not UTF-8$/, '$&', '文本不是 UTF-8'],
  [/^a URI that is not ASCII$/, '$&', 'URI 不是 ASCII 文本'],
  [/^not the one that it was signed with$/, '$&', '与签名所用的不同'],
  [/^a point of the curve is written in full$/, '$&', '曲线上的点须完整写出'],
  [/^not a point of the curve$/, '$&', '不是曲线上的点'],
  [/^an Ed25519 key has 32 bytes$/, '$&', 'Ed25519 密钥为 32 字节'],
  [/^only a CA has one$/, '$&', '只有颁发机构才有此项'],
  [/^these are not read$/, '$&', '不读取此项'],
  [/^neither 1 nor 3$/, '$&', '既不是 1 也不是 3'],
  [/^not 2$/, '$&', '不是 2'],
  [/^its basic constraints do not say so \(CA:TRUE\)$/, '$&', '其基本约束未注明（CA:TRUE）'],
  [/^its (?:key usage|extended key usage) has no (\w+)$/, '$&', '其密钥用途不含 $1'],
  [/^the subject has one common name \(CN\)$/, '$&', '主体须有且只有一个通用名称（CN）'],
];

export const OF_ENCODINGS: readonly Fault[] = [...OF_JSON, ...OF_CERTIFICATES];

/** Parts of certificates, as refusals name them. */
export const PARTS_ZH: Readonly<Record<string, string>> = {
  certificate: '证书', list: '列表', 'revocation list': '吊销列表', 'revoked certificates': '已吊销证书', 'revoked certificate': '已吊销证书', 'revocation date': '吊销日期', 'this update': '本次更新', 'next update': '下次更新',
  version: '版本', 'serial number': '序列号', algorithm: '算法', issuer: '颁发者', subject: '主体', validity: '有效期', 'not before': '生效时间', 'not after': '失效时间', key: '密钥', 'key algorithm': '密钥算法',
  'RSA key': 'RSA 密钥', 'RSA modulus': 'RSA 模数', 'RSA exponent': 'RSA 指数', signature: '签名', extension: '扩展', extensions: '扩展', 'unique identifiers': '唯一标识符', 'basic constraints': '基本约束', 'path length': '路径长度',
  'key usage': '密钥用途', 'extended key usage': '扩展密钥用途', 'alternative names': '备用名称', 'subject key identifier': '主体密钥标识符', 'authority key identifier': '颁发机构密钥标识符',
};
