namespace Octavo.Runtime;

/// <summary>Turns accumulators into outputs as <see cref="Epilogue"/> says.</summary>
internal unsafe interface IEpilogue
{
    static abstract void Store(in AccumulatorTile tile, in Epilogue epilogue);

    /// <summary>The wrapping sum of codes.</summary>
    static abstract int Sum(byte* codes, int count);
}
