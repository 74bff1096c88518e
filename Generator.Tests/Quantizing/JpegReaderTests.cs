using System;
using System.IO;
using System.Linq;
using Octavo.Tool;
using Octavo.Tool.Data;
using Octavo.Tool.Data.Jpeg;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Pictures of 19 x 13 pixels, whose colours are 13x, 19y and xy, written by another encoder.</summary>
public class JpegReaderTests
{
    private const string Halved = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAANABMDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAcIBv/EACQQAAAEBAYDAAAAAAAAAAAAAAAGBxICBAUhASMkQaGiFFFS/8QAFgEBAQEAAAAAAAAAAAAAAAAABgcI/8QAHxEAAQIGAwAAAAAAAAAAAAAAAQACAwUHERIhBAZB/90ABAAB/9oADAMBAAIRAxEAPwCOiwizmZHAbZYQ1zNPwKEKBAp2LLdQ7SindMiZbqJHwpq6Z2y9R7pNRYzMNlf/0M3LoPkQafb0AX9KpxTPHgtt8gAgSppF1oJlTI+I2V//2Q==";
    private const string Narrow = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAANABMDASEAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAABwAGCP/EACQQAAAEBAYDAAAAAAAAAAAAAAAGBxICBAUhASMkQaGiFFFS/8QAGAEAAwEBAAAAAAAAAAAAAAAABgcIBAn/xAAfEQABAgcBAQAAAAAAAAAAAAAAAhIBAwQFBhEiFEH/2gAMAwEAAhEDEQA/AOOiwizmZHAWywhrmafgLuZWev6GWDZO1nQjS6D5EGn29CGPx7KrRlfMOjfFAgU7FluobSindMiZbqBqxT1TtOOV2GXeog0U5VOKZ48FtvkQbCZCdQKbReqlsD//2Q==";
    private const string Grey = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAANABMBAREA/8QAFQABAQAAAAAAAAAAAAAAAAAACQj/xAAoEAAAAgcHBQAAAAAAAAAAAAAFEgACBxETFCIDBAgkNFGBAQYVJUL/2gAIAQEAAD8Aj9hAJp6dkRVhAJp6dktUFBPVXan4QT2EB9nl+ERVhAfZ5fhCpxx91WbRMWrUBWR8fLi64RBixTSSityiPKq48ucrqTles5/X/9k=";
    private const string Progressive = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wgARCAANABMDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAABwAG/8QAFgEBAQEAAAAAAAAAAAAAAAAABQYH/9oADAMBAAIQAxAAAAEc1yFtpE4qn+S1L//EABoQAAIDAQEAAAAAAAAAAAAAAAQFAAIDEiH/2gAIAQEAAQUCGSwZHKofBAM4IuzlV2fP/8QAGREAAgMBAAAAAAAAAAAAAAAAAAECBhEF/9oACAEDAQE/AeJYprBWaeH/xAAZEQADAAMAAAAAAAAAAAAAAAAAAQQDFDH/2gAIAQIBAT8Bw1Onpqo//8QAFxAAAwEAAAAAAAAAAAAAAAAAACAyMf/aAAgBAQAGPwLCSU//xAAYEAADAQEAAAAAAAAAAAAAAAAAEdEhAf/aAAgBAQABPyFyL0MIzQ7VBdD/2gAMAwEAAgADAAAAEJQv/8QAGBEAAgMAAAAAAAAAAAAAAAAAAAERITH/2gAIAQMBAT8Q1bIq2f/EABcRAAMBAAAAAAAAAAAAAAAAAAABEVH/2gAIAQIBAT8Qm6E5U//EABoQAQACAwEAAAAAAAAAAAAAAAAx4QFBUYH/2gAIAQEAAT8QrapPDcZ8SCkN0f/Z";

    /// <summary>Colour differences at half the resolution in both directions, with a restart after each block; in one direction.</summary>
    [Theory]
    [InlineData(Halved)]
    [InlineData(Narrow)]
    public void Colours_are_read(string picture)
    {
        Image image = Read(Convert.FromBase64String(picture));
        Assert.Equal((19, 13, 3), (image.Width, image.Height, image.Channels));
        float[] expected = [.. Enumerable.Range(0, 19 * 13).SelectMany(i => new float[] { i % 19 * 13, i / 19 * 19, i % 19 * (i / 19) })];

        Assert.InRange(image.Pixels.Zip(expected, (a, b) => Math.Abs(a - b)).Average(), 0, 4);
        Assert.InRange(image.Pixels.Zip(expected, (a, b) => Math.Abs(a - b)).Max(), 0, 30);
    }

    [Fact]
    public void Grey_is_read()
    {
        Image image = Read(Convert.FromBase64String(Grey));
        Assert.Equal((19, 13, 1), (image.Width, image.Height, image.Channels));
        float[] expected = [.. Enumerable.Range(0, 19 * 13).Select(i => (float)(byte)((i % 19 * 13) + (i / 19 * 3)))];
        Assert.InRange(image.Pixels.Zip(expected, (a, b) => Math.Abs(a - b)).Average(), 0, 4);
    }

    [Fact]
    public void What_is_not_read_is_told() =>
        Assert.Contains("progressive", Assert.Throws<CommandException>(() => Read(Convert.FromBase64String(Progressive))).Message);

    [Fact]
    public void Every_truncation_is_told()
    {
        byte[] whole = Convert.FromBase64String(Narrow);
        for (int length = 0; length < whole.Length - 2; length++)
        {
            Assert.Contains("p.jpg", Assert.Throws<CommandException>(() => Read(whole[..length])).Message);
        }
    }

    [Fact]
    public void Damage_is_told_or_gives_a_picture()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = Convert.FromBase64String(Halved);
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                Assert.NotEmpty(Read(damaged).Pixels);
            }
            catch (CommandException e)
            {
                Assert.Contains("p.jpg", e.Message);
            }
        }
    }

    private static Image Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return JpegReader.Read(stream, "p.jpg");
    }
}
