using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen;

/// <summary>
/// A layer between the caller's floats and codes. When all that touch the caller's spans are such, the generated class also takes and gives the codes
/// themselves, and this layer then only moves them.
/// </summary>
internal interface IBorderLayer
{
    /// <summary>What the u8 codes on the inner side mean.</summary>
    Quantization Codes { get; }

    /// <summary>Writes the body for the caller's codes in place of floats.</summary>
    void WriteCopyOfCodes(CodeWriter code);
}
