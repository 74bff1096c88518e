namespace Octavo.Runtime;

/// <summary>The geometry of a batch of float matrix products of operands that are both computed at run time. Strides are in floats.</summary>
public struct FloatMatMulShape
{
    /// <summary>The loop over the batch: offsets of a (X), b (Z) and y (Y); rank 1 and extent 1 when there is one product.</summary>
    public LoopNest Batch;

    /// <summary>y is Rows × Columns, a is Rows × Inner, b is Inner × Columns.</summary>
    public int Rows;
    public int Inner;
    public int Columns;

    /// <summary>Between rows of a, whose elements are contiguous.</summary>
    public int ARow;

    public int BRow;
    public int BColumn;

    /// <summary>Between rows of y, whose elements are contiguous.</summary>
    public int YRow;
}
