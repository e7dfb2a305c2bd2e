/** Search texts: the one tokeniser of the query language, and edits of a text by its clauses. */
@NullMarked
package org.trunkline.query;

import org.jspecify.annotations.NullMarked;
