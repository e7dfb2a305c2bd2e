@NullMarked
package org.trunkline.ui.cdr.internal.query;

import org.jspecify.annotations.NullMarked;
