namespace Octavo.Runtime;

/// <summary>A block of int32 accumulators, pixels × channels, on its way to the output.</summary>
internal unsafe struct AccumulatorTile
{
    /// <summary>Rows of <see cref="Stride"/> accumulators, readable up to a multiple of 16 channels.</summary>
    public int* Values;
    public int Stride;

    public int Rows;

    /// <summary>How many channels to write.</summary>
    public int Channels;

    /// <summary>Where the channels begin in the arrays of the <see cref="Epilogue"/>.</summary>
    public int Parameter;

    /// <summary><see cref="Epilogue.Bias"/> or <see cref="Epilogue.SignedBias"/>.</summary>
    public int* Bias;

    /// <summary>Σx of each row; read when the epilogue has weight zero points.</summary>
    public int* Sums;

    /// <summary>Where the channels begin in an output pixel.</summary>
    public int Channel;

    /// <summary>The output, and where in it each row's pixel lies, in elements.</summary>
    public byte* Y;
    public nint* Offsets;

    /// <summary>Where each row's pixel lies in the residual operand.</summary>
    public nint* ResidualOffsets;
}
