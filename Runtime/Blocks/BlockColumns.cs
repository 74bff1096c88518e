using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Some rows of a <see cref="BlockMatrix"/> in panels of 16, a register's worth side by side, which a product sees as columns.</summary>
internal unsafe struct BlockColumns<T, TBits>
    where T : struct, IFloatLanes<T>
    where TBits : struct, ICodeBits
{
    public const int Panel = 16;

    private T _scale;
    private T _zero;

    private readonly byte* _codes;
    private readonly float* _scales;
    private readonly byte* _zeros;
    private readonly float* _realZeros;
    private readonly nint _zeroStep;

    /// <param name="column">A multiple of the register's lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockColumns(in BlockMatrix matrix, int column)
    {
        nint panel = column / Panel, lane = column % Panel, zeros = lane + (panel * matrix.Blocks * matrix.ZeroStep);
        _codes = matrix.Codes + (panel * matrix.RowBytes * Panel) + lane;
        _scales = matrix.Scales + (panel * matrix.Blocks * Panel) + lane;
        _zeros = matrix.Zeros == null ? null : matrix.Zeros + zeros;
        _realZeros = matrix.RealZeros + zeros;
        _zeroStep = matrix.ZeroStep;
        if (TBits.HaveOneZero)
        {
            _zero = T.Nibbles(_zeros != null ? *_zeros : *_realZeros);
        }
    }

    public static int PerByte => 8 / TBits.Bits;

    /// <summary>Goes to a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter(nint block)
    {
        _scale = T.Load(_scales + (block * Panel));
        if (!TBits.HaveOneZero)
        {
            _zero = _zeros != null ? T.LoadBytes(_zeros + (block * _zeroStep)) : T.Load(_realZeros + (block * _zeroStep));
        }
    }

    /// <summary>The weights of an element of the block: the <paramref name="index"/>-th of those that share a byte.</summary>
    /// <param name="at">The element, divided by <see cref="PerByte"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T Weights(nint at, int index)
    {
        byte* codes = _codes + (at * Panel);
        if (TBits.HaveOneZero)
        {
            return (index == 0 ? T.LoadNibbles(codes, 0, _zero) : T.LoadNibbles(codes, 4, _zero)) * _scale;
        }

        T code = TBits.Bits == 8 ? T.LoadBytes(codes) : T.LoadBits(codes, index * TBits.Bits, (1 << TBits.Bits) - 1);
        return (code - _zero) * _scale;
    }
}
