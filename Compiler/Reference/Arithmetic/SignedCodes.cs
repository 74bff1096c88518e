namespace Octavo.Compiler.Reference.Arithmetic;

/// <summary>
/// Operators that round with the zero point inside give other last bits when codes are relabelled. Those of QOperator models on s8 round as they stand in the
/// model, also after their codes became unsigned.
/// </summary>
internal static class SignedCodes
{
    /// <summary>By how much the codes of an operator were moved since: 0 or 128.</summary>
    public static int Moved(bool signed, ElementType element) => signed && element == ElementType.UInt8 ? 128 : 0;
}
