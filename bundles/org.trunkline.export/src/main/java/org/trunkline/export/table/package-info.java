/** Tables of texts as files: comma-separated values and Excel workbooks, written and read. */
@NullMarked
package org.trunkline.export.table;

import org.jspecify.annotations.NullMarked;
