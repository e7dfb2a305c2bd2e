@NullMarked
package org.trunkline.cdr.lucene.internal.index;

import org.jspecify.annotations.NullMarked;
