@NullMarked
package org.trunkline.ui.trunks.internal.form;

import org.jspecify.annotations.NullMarked;
