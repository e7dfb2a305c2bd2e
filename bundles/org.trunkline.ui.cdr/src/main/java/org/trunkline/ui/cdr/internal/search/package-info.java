@NullMarked
package org.trunkline.ui.cdr.internal.search;

import org.jspecify.annotations.NullMarked;
