/** The kinds of script. */
export const COLLECTOR_FORMS = ['powershell', 'sh'] as const;
export type CollectorForm = (typeof COLLECTOR_FORMS)[number];
