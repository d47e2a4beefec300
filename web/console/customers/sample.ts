/** A table to begin an import with. */

/** Spreadsheet programs take a file for UTF-8 by this mark. */
const MARK = "\uFEFF";

/** Text of the sample file; the numbers belong to nobody. */
export const SAMPLE = `${MARK}phone,name,tags,since,manager\r
13800000001,张三,社保卡;农户,2019-03-08,manager\r
13800000002,李四,VIP,2021-11-02,manager2\r
13800000003,王五,,,\r
`;

/** Largest file that is sent: the server's own bound. */
export const CSV_MB_MAX = 4;
/** Most rows of one file: the server's own bound, too. */
export const CSV_ROWS_MAX = 5_000;

/** Offers the sample as a file. A data address needs no request and no permission. */
export const SAMPLE_HREF = `data:text/csv;charset=utf-8,${encodeURIComponent(SAMPLE)}`;
