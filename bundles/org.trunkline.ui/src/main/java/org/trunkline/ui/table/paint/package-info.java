@NullMarked
package org.trunkline.ui.table.paint;

import org.jspecify.annotations.NullMarked;
