@NullMarked
package org.trunkline.cdr.lucene.internal.search;

import org.jspecify.annotations.NullMarked;
