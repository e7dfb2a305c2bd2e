/** What may be written at the caret of a search text. */
@NullMarked
package org.trunkline.query.complete;

import org.jspecify.annotations.NullMarked;
