@NullMarked
package org.trunkline.ui.trunks.internal.view;

import org.jspecify.annotations.NullMarked;
