@NullMarked
package org.trunkline.cdr.lucene.internal;

import org.jspecify.annotations.NullMarked;
