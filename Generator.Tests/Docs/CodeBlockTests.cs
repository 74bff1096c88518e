using System;
using System.IO;
using System.Linq;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Octavo.Compiler;
using Octavo.Harness;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Docs;

/// <summary>Every block of C# in the documentation compiles, in a project that has the sample's model and the usual implicit usings.</summary>
public sealed class CodeBlockTests
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;";

    // The internals of the repository's projects are visible to this name: pages for contributors show code from inside.
    private const string AssemblyName = "Octavo.Generator.Tests";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Append(typeof(ModelCompiler).Assembly.Location)
            .Append(typeof(ModelInfo).Assembly.Location)
            .Where(IsManaged)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    private static readonly Lazy<SyntaxTree> SampleModel = new(() =>
    {
        byte[] model = File.ReadAllBytes(Repository.PathOf("Sample", "Models", "digits.onnx"));
        return Parse(ModelCompiler.Compile(new ModelSource("digits.onnx", model), new CompilerOptions("Digits")).Source);
    });

    public static TheoryData<string, int> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, int>();
            foreach (MarkdownPage page in MarkdownPage.All)
            {
                foreach (CodeBlock block in page.CodeBlocks.Where(b => b.Language == "csharp"))
                {
                    blocks.Add(page.Name, block.Line);
                }
            }

            return blocks;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Blocks_of_code_compile(string page, int line)
    {
        CodeBlock block = MarkdownPage.All.Single(p => p.Name == page).CodeBlocks.Single(b => b.Line == line);
        SyntaxTree code = Parse(block.Text);
        bool isProgram = code.GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax);

        var compilation = CSharpCompilation.Create(
            AssemblyName,
            [Parse(ImplicitUsings), SampleModel.Value, code],
            References.Value,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
    }

    private static bool IsManaged(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return file.HasMetadata;
    }

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, ParseOptions);
}
