package org.trunkline.ui.table;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.command.ILayerCommand;
import org.eclipse.nebula.widgets.nattable.grid.GridRegion;
import org.eclipse.nebula.widgets.nattable.selection.SelectionLayer;
import org.eclipse.nebula.widgets.nattable.selection.SelectionLayer.MoveDirectionEnum;
import org.eclipse.nebula.widgets.nattable.selection.action.SelectRowAction;
import org.eclipse.nebula.widgets.nattable.selection.command.MoveSelectionCommand;
import org.eclipse.nebula.widgets.nattable.selection.config.RowOnlySelectionBindings;
import org.eclipse.nebula.widgets.nattable.ui.action.IKeyAction;
import org.eclipse.nebula.widgets.nattable.ui.binding.UiBindingRegistry;
import org.eclipse.nebula.widgets.nattable.ui.matcher.KeyEventMatcher;
import org.eclipse.nebula.widgets.nattable.ui.matcher.MouseEventMatcher;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.MouseEvent;

/** Rows are selected, never cells: Home and End go to the first and last row, a right click selects too. */
final class TableKeys extends RowOnlySelectionBindings {
    @Override
    protected void configureHomeButtonBindings(UiBindingRegistry registry, IKeyAction action) {
        ends(registry, SWT.HOME, MoveDirectionEnum.UP);
    }

    @Override
    protected void configureEndButtonBindings(UiBindingRegistry registry, IKeyAction action) {
        ends(registry, SWT.END, MoveDirectionEnum.DOWN);
    }

    /** Not with Enter, which opens. */
    @Override
    protected void configureMoveDownBindings(UiBindingRegistry registry, IKeyAction action) {
        steps(registry, SWT.ARROW_DOWN, MoveDirectionEnum.DOWN);
    }

    @Override
    protected void configureMoveUpBindings(UiBindingRegistry registry, IKeyAction action) {
        steps(registry, SWT.ARROW_UP, MoveDirectionEnum.UP);
    }

    private static void steps(UiBindingRegistry registry, int key, MoveDirectionEnum direction) {
        for (int mask : new int[] {SWT.NONE, SWT.MOD1, SWT.MOD2, SWT.MOD1 | SWT.MOD2})
            registry.registerKeyBinding(new KeyEventMatcher(mask, key), (table, event) -> table.doCommand(
                    new MoveSelectionCommand(direction, 1, (event.stateMask & SWT.MOD2) != 0, false)));
    }

    private static void ends(UiBindingRegistry registry, int key, MoveDirectionEnum direction) {
        for (int mask : new int[] {SWT.NONE, SWT.MOD1, SWT.MOD2, SWT.MOD1 | SWT.MOD2})
            registry.registerKeyBinding(new KeyEventMatcher(mask, key), (table, event) -> table
                    .doCommand(move(direction, (event.stateMask & SWT.MOD2) != 0)));
    }

    private static ILayerCommand move(MoveDirectionEnum direction, boolean extend) {
        return new MoveSelectionCommand(direction, SelectionLayer.MOVE_ALL, extend, false);
    }

    @Override
    protected void configureBodyMouseClickBindings(UiBindingRegistry registry) {
        super.configureBodyMouseClickBindings(registry);
        registry.registerMouseDownBinding(new MouseEventMatcher(SWT.NONE, GridRegion.BODY, MouseEventMatcher.RIGHT_BUTTON),
                new SelectRowAction() {
                    @Override
                    public void run(NatTable table, MouseEvent event) {
                        if (!isSelected(table, event))
                            super.run(table, event);
                    }
                });
    }

    private static boolean isSelected(NatTable table, MouseEvent event) {
        int column = table.getColumnPositionByX(event.x);
        int row = table.getRowPositionByY(event.y);
        var cell = table.getCellByPosition(column, row);
        return cell != null && cell.getDisplayMode().toString().startsWith("SELECT");
    }

}
