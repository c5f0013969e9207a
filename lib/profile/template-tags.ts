import { isScalar, Pair, Scalar, YAMLMap, type CollectionTag, type ScalarTag, type YAMLSeq } from 'yaml'

/**
 * CloudFormation's short forms, read as what they stand for: `!Sub x` is `Fn::Sub: x`, `!Ref x` is `Ref: x`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html, 2026-11
 */
export const templateTags: readonly (ScalarTag | CollectionTag)[] = [
  'And,Base64,Cidr,Equals,FindInMap,GetAZs,GetAtt,If,ImportValue,Join,Length,Not,Or,Select,Split,Sub',
  'ToJsonString,Transform,Ref,Condition',
]
  .flatMap((names) => names.split(','))
  .flatMap(tagsOf)

function tagsOf(name: string): readonly (ScalarTag | CollectionTag)[] {
  const tag = `!${name}`
  const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`
  const wrap = (value: YAMLMap.Parsed | YAMLSeq.Parsed) => {
    const map = new YAMLMap()
    map.items.push(new Pair(new Scalar(long), value))
    return map
  }
  return [
    { tag, resolve: (text) => ({ [long]: text }) },
    { tag, collection: 'seq', resolve: (value) => (isScalar(value) ? value : wrap(value)) },
    { tag, collection: 'map', resolve: (value) => (isScalar(value) ? value : wrap(value)) },
  ]
}
