@NullMarked
package org.trunkline.cdr.lucene.internal.match;

import org.jspecify.annotations.NullMarked;
