import { ALARM_TYPES, BIZ_STEPS, BUSINESS_TRANSACTION_TYPES, COMPONENTS, DISPOSITIONS, MEASUREMENT_TYPES, SOURCE_DESTINATION_TYPES } from './vocabulary';

/** The order in which CBV 2.0 puts an event's fields into its hash. */
export const EVENT_ORDER: readonly string[] = [
  'type', 'eventTime', 'eventTimeZoneOffset', 'certificationInfo', 'epcList', 'parentID', 'inputEPCList', 'childEPCs', 'quantityList', 'childQuantityList',
  'inputQuantityList', 'outputEPCList', 'outputQuantityList', 'action', 'transformationID', 'bizStep', 'disposition', 'persistentDisposition', 'readPoint',
  'bizLocation', 'bizTransactionList', 'sourceList', 'destinationList', 'sensorElementList', 'ilmd',
];

/** The same for what is inside. */
export const ELEMENT_ORDER: Readonly<Record<string, readonly string[]>> = {
  quantityElement: ['epcClass', 'quantity', 'uom'],
  readPoint: ['id'],
  bizLocation: ['id'],
  bizTransaction: ['type', 'bizTransaction'],
  source: ['type', 'source'],
  destination: ['type', 'destination'],
  persistentDisposition: ['set', 'unset'],
  sensorElement: ['sensorMetadata', 'sensorReport'],
  sensorMetadata: ['time', 'startTime', 'endTime', 'deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod', 'bizRules'],
  sensorReport: [
    'type', 'exception', 'deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod', 'time', 'microorganism', 'chemicalSubstance', 'value', 'component',
    'stringValue', 'booleanValue', 'hexBinaryValue', 'uriValue', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percRank', 'percValue', 'uom', 'coordinateReferenceSystem',
  ],
};

/** Fields that say something about the record, not about what happened. */
export const IGNORED: ReadonlySet<string> = new Set(['recordTime', 'eventID', 'errorDeclaration', '@context']);

/** What bare words of the vocabulary are short for, by the field they stand in. */
export const FULL_NAMES: Readonly<Record<string, { readonly words: ReadonlySet<string>; readonly start: string }>> = {
  bizStep: { words: BIZ_STEPS, start: 'https://ref.gs1.org/cbv/BizStep-' },
  disposition: { words: DISPOSITIONS, start: 'https://ref.gs1.org/cbv/Disp-' },
  bizTransaction: { words: BUSINESS_TRANSACTION_TYPES, start: 'https://ref.gs1.org/cbv/BTT-' },
  sourceDestination: { words: SOURCE_DESTINATION_TYPES, start: 'https://ref.gs1.org/cbv/SDT-' },
  measurement: { words: MEASUREMENT_TYPES, start: 'https://gs1.org/voc/' },
  alarm: { words: ALARM_TYPES, start: 'https://gs1.org/voc/' },
  component: { words: COMPONENTS, start: 'https://ref.gs1.org/cbv/Comp-' },
};
