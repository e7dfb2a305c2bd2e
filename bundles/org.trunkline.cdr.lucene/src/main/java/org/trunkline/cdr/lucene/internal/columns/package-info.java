@NullMarked
package org.trunkline.cdr.lucene.internal.columns;

import org.jspecify.annotations.NullMarked;
