import type { ErrorDefinition } from '@bystack/chain-core/module';

function error(status: ErrorDefinition['status'], en: string, zh: string): ErrorDefinition {
  return { status, words: { en, zh } };
}

/** Refusals of the rule book itself; a package adds its own. */
export const ERRORS: Readonly<Record<string, ErrorDefinition>> = {
  // While recording.
  COMMAND_UNKNOWN: error(404, 'These rules have no command "{command}".', '规则中没有命令“{command}”。'),
  NOT_PERMITTED: error(403, 'This needs {needs}, which the signer does not have.', '此操作需要{needs}，签名者不具备。'),
  DATA_TOO_LARGE: error(413, 'The data is too large at {path}: {reason}.', '数据在 {path} 处过大：{reason}。'),
  DATA_TOO_COMPLEX: error(422, 'The data is too complex to check: {reason}.', '数据过于复杂，无法校验：{reason}。'),
  DATA_INVALID: error(422, 'The data does not fit at {path}: it {reason}.', '数据在 {path} 处不符合要求：{reason}。'),
  ITEMS_COUNT: error(422, 'There are {count} entries at {path}: {reason}.', '{path} 处有 {count} 个条目：{reason}。'),
  ARGUMENT_INVALID: error(422, 'A value at {path} is of the wrong kind: {reason}.', '{path} 处的值类型不对：{reason}。'),
  NOT_A_DECIMAL: error(422, '"{value}" at {path} is not a decimal number.', '{path} 处的“{value}”不是十进制数。'),
  EPCIS_PREFIX_UNKNOWN: error(422, 'The field {field} uses a prefix that "@context" does not explain: {prefix}.', '字段 {field} 使用了“@context”未说明的前缀：{prefix}。'),
  NO_EFFECT: error(422, 'This command does nothing with such data.', '该命令对此类数据不起作用。'),
  KEY_INVALID: error(422, 'The record has no usable key: {reason}.', '记录没有可用的键：{reason}。'),
  RECORD_EXISTS: error(409, 'There already is a {type} {key}.', '{type} {key} 已存在。'),
  RECORD_NOT_FOUND: error(404, 'There is no {type} {key}.', '不存在 {type} {key}。'),
  WRONG_STATE: error(409, 'The {type} is {state}; it would have to be {needs}.', '该 {type} 处于 {state} 状态；需要处于 {needs}。'),
  RECORD_DATA_INVALID: error(422, 'What is to be recorded at {path} is not an object.', '{path} 处要记录的内容不是对象。'),
  INDEX_TOO_LARGE: error(422, 'The record names too much: {reason}.', '记录涉及的内容过多：{reason}。'),
  RECORDS_TOO_LARGE: error(413, 'This would record too much at once: {reason}.', '一次记录的内容过多：{reason}。'),
  RULE_TOO_COSTLY: error(422, 'The rule at {rule} takes too many steps for such data.', '{rule} 处的规则对此类数据需要过多步骤。'),
  RULE_RESULT: error(422, 'A rule gave a value that cannot be recorded: {reason}.', '规则产生了无法记录的值：{reason}。'),
  // While records are carried over from another package.
  PACKAGE_CANNOT_FOLLOW: error(422, 'The package cannot take the place of the present one, at {path}: {reason}.', '该规则包在 {path} 处无法接替现有规则包：{reason}。'),
  RECORD_NOT_CARRIED: error(422, 'The {type} {key} cannot be carried over: {reason}.', '{type} {key} 无法迁移：{reason}。'),
  // While asking.
  RECORD_TYPE_UNKNOWN: error(404, 'These rules have no record type "{type}".', '规则中没有记录类型“{type}”。'),
  QUERY_UNKNOWN: error(404, 'These rules have no query "{query}".', '规则中没有查询“{query}”。'),
  INDEX_UNKNOWN: error(404, '{type} is not indexed by "{index}".', '{type} 没有索引“{index}”。'),
  ARGUMENTS_INVALID: error(422, 'The question does not fit at {path}: it {reason}.', '查询参数在 {path} 处不符合要求：{reason}。'),
  // While publishing a package.
  PACKAGE_INVALID: error(422, 'The package is wrong at {path}: it {reason}.', '规则包在 {path} 处有误：{reason}。'),
  PACKAGE_TOO_LARGE: error(413, 'The package is too large: {reason}.', '规则包过大：{reason}。'),
  NAME_TAKEN: error(422, 'The name at {path} is taken: {reason}.', '{path} 处的名称已被占用：{reason}。'),
  REFERENCE_MISSING: error(422, 'The package refers at {path} to something that is not there: {reason}.', '规则包在 {path} 处引用了不存在的内容：{reason}。'),
  FUNCTION_UNKNOWN: error(422, 'The function at {path} cannot be used: {reason}.', '{path} 处的函数不可用：{reason}。'),
  SOURCE_INVALID: error(422, 'The value at {path} cannot be computed: {reason}.', '{path} 处的值无法计算：{reason}。'),
  SCHEMA_INVALID: error(422, 'The schema is wrong at {path}: {reason}.', '模式在 {path} 处有误：{reason}。'),
  SCHEMA_KEYWORD_UNKNOWN: error(422, 'The schema asks at {path} for something that is not checked: {reason}.', '模式在 {path} 处要求了无法校验的内容：{reason}。'),
  SCHEMA_RECURSIVE: error(422, 'The schema refers to itself at {path}: {reason}.', '模式在 {path} 处引用了自身：{reason}。'),
  SCHEMA_REFERENCE_MISSING: error(422, 'The schema refers at {path} to something that is not there: {reason}.', '模式在 {path} 处引用了不存在的内容：{reason}。'),
  SCHEMA_TOO_LARGE: error(422, 'The schema is too large at {path}: {reason}.', '模式在 {path} 处过大：{reason}。'),
  PATTERN_TOO_LONG: error(422, 'The pattern at {path} is too long: {reason}.', '{path} 处的匹配式过长：{reason}。'),
  PATTERN_NOT_LINEAR: error(422, 'The pattern at {path} cannot be used: {reason}.', '{path} 处的匹配式不可用：{reason}。'),
  RULE_INVALID: error(422, 'The rule at {path} cannot be read: {reason}.', '{path} 处的规则无法解析：{reason}。'),
  RULE_TOO_LARGE: error(422, 'The rule at {path} is too large: {reason}.', '{path} 处的规则过大：{reason}。'),
  RULE_NUMBER: error(422, 'The rule at {path} uses an inexact number: {reason}.', '{path} 处的规则使用了不精确的数：{reason}。'),
  RULE_VARIABLE_UNKNOWN: error(422, 'The rule at {path} uses an unknown name: {reason}.', '{path} 处的规则使用了未知名称：{reason}。'),
  RULE_FUNCTION_UNKNOWN: error(422, 'The rule at {path} uses an unknown function: {reason}.', '{path} 处的规则使用了未知函数：{reason}。'),
  RULE_PATTERN: error(422, 'The rule at {path} uses a computed pattern: {reason}.', '{path} 处的规则使用了计算出的匹配式：{reason}。'),
  RULE_TIME_ZONE: error(422, 'The rule at {path} uses a time zone that is not the same everywhere: {reason}.', '{path} 处的规则使用了并非各处一致的时区：{reason}。'),
  RULE_LITERAL_IN_LOOP: error(422, 'The rule at {path} builds values inside a loop: {reason}.', '{path} 处的规则在循环内构造值：{reason}。'),
  RULE_NESTED_LOOPS: error(422, 'The rule at {path} loops too deeply: {reason}.', '{path} 处的规则循环嵌套过深：{reason}。'),
};
