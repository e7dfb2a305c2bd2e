@NullMarked
package org.trunkline.ui.trunks.internal;

import org.jspecify.annotations.NullMarked;
