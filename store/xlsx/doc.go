// Package xlsx reads people from spreadsheets (.xlsx and .csv) and writes lists into
// them (.xlsx). Both go row by row, so that a big school needs no more memory than a
// small one.
//
// Files are written with excelize. They are read by a reader of our own, which excelize's
// cannot replace: it keeps every part of a file in memory, takes a worksheet that breaks
// off for one that ends, and does not say whether a cell holds a number or a text.
//
// Whatever is wrong with a file is a [crm.Refusal] that says what to do about it; what is
// wrong with a row, [crm.ImportRow.Read] tells.
package xlsx
