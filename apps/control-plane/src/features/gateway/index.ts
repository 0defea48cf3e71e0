export * from './amount-words';
export * from './cards-in-force';
export * from './gateway.module';
export { isAsDefined } from './is-as-defined';
export * from './node-relay';
export { posted, questionTo } from './posted';
export { signBody } from './sign-call';
export * from './submissions';
export { badAnswer, canonicalOf, isObject, objectOf } from './told';
